/** The program that an address opens: an example, the program of a link, or the page's first program. Called by both pages. */
import { exampleById, exampleOf, examples, type Example, languageIn, programIn } from "../examples/index.ts";
import { loadTexts } from "../examples/texts.ts";
import type { Opened } from "../session/draft-state.svelte.ts";
import { originOfLink } from "../session/origin.ts";
import { decodeProgram, hasProgram, PermalinkError } from "../share/permalink.ts";
import {
  type Conditions,
  conditionsOf,
  DEFAULT_SEED,
  hasSameRun,
  type Language,
  languageNames,
  type Program,
} from "../share/program.ts";
import { parseViewOptions, type ViewOptions } from "../share/view-options.ts";

export interface Opening {
  options: ViewOptions;
  /** Null if the address names a program that cannot be opened: the program on the page stays. */
  opened: Opened | null;
  /** The example, if the program is one. */
  example: Example | null;
  /** Mistakes in the address, as sentences for the person. */
  problems: string[];
}

/** Loaders of what the build has made of a program; null for what it has not made. */
interface Built {
  compiled: Example["compiled"] | null;
  recorded: (() => Promise<string>) | null;
}

/**
 * Read an address, and load the texts of the examples in the language of its program. Rejects if an example's text cannot be
 * downloaded.
 */
export async function readAddress(location: Pick<Location, "search" | "hash">): Promise<Opening> {
  const { options, problems } = parseViewOptions(location.search);
  if (hasProgram(location.hash)) {
    try {
      const { network } = options;
      const program = { ...decodeProgram(location.hash), ...(network && { network }) };
      // An empty program needs no reading before it runs.
      const trusted = program.source.trim() === "";
      const opened = { origin: originOfLink(location.hash), program, trusted };
      // Without them an example's own text is not recognized, and no more is lost.
      await loadTexts(program.language).catch(() => {});
      return { options, opened, example: null, problems };
    } catch (error) {
      if (!(error instanceof PermalinkError)) throw error;
      problems.push(error.message);
    }
    return { options, opened: null, example: null, problems };
  }
  const found = options.example === null ? examples[0] : exampleById(options.example);
  if (!found) problems.push(`There is no example "${options.example}". Choose one under Examples.`);
  const example = found ?? (examples[0] as Example);
  const { language, seed, signals, network, visits, faults } = options;
  await loadTexts(languageIn(example, language ?? "python"));
  const opened = openedExample(example, language ?? "python", {
    seed: seed ?? DEFAULT_SEED,
    signals,
    network: network ?? example.network ?? {},
    ...(visits && { visits }),
    faults,
  });
  const opens = opened.program.language;
  if (language !== null && opens !== language)
    problems.push(`The example "${example.id}" is in ${languageNames[opens]} only.`);
  return { options, opened, example, problems };
}

/**
 * An example, opened in a language, under other conditions than its own if wanted, but with its own files: its address has no room
 * for others. Its text must be loaded.
 */
export function openedExample(example: Example, language: Language, conditions?: Conditions): Opened {
  const usual = programIn(example, language);
  const { language: opens, source, files = [] } = usual;
  const program = { language: opens, source, ...conditionsOf({ ...(conditions ?? usual), files }) };
  return { origin: { kind: "example", id: example.id, language: program.language }, program, trusted: true };
}

/** The loaders of what the build has made of a program, if it is an example. */
export function builtOf(program: Program): Built {
  const { language, source } = program;
  const example = exampleOf(language, source);
  if (!example) return { compiled: null, recorded: null };
  return {
    compiled: language === "typescript" ? example.compiled : null,
    recorded: hasSameRun(program, programIn(example, language)) ? example.recorded[language] : null,
  };
}
