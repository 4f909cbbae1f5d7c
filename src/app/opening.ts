/** What an address opens: an example, a program from a link, or the page's own first program; and what was wrong with it. */
import { exampleById, exampleOf, examples, type Example } from "../examples/index.ts";
import { decodeProgram, hasProgram, PermalinkError } from "../share/permalink.ts";
import type { Opened } from "../session/work.svelte.ts";
import { DEFAULT_SEED, type Language, type Program } from "../share/program.ts";
import { parseViewOptions, type ViewOptions } from "../share/view-options.ts";

export interface Opening {
  options: ViewOptions;
  /** Null if the address names a program that cannot be opened: what is there stays. */
  program: Program | null;
  /** What a draft of it is kept under. */
  origin: string;
  /** The example that it is, if it is one. */
  example: Example | null;
  /** False for a stranger's program. */
  trusted: boolean;
  /** Sentences for the person. */
  problems: string[];
}

export interface Built {
  compiled: Example["compiled"] | null;
  recorded: (() => Promise<string>) | null;
}

export function readAddress(location: Pick<Location, "search" | "hash">): Opening {
  const { options, problems } = parseViewOptions(location.search);
  if (hasProgram(location.hash)) {
    try {
      const program = decodeProgram(location.hash);
      const origin = originOfLink(location.hash);
      // There is nothing to read in an empty one.
      return { options, program, origin, example: null, trusted: program.source.trim() === "", problems };
    } catch (error) {
      if (!(error instanceof PermalinkError)) throw error;
      problems.push(error.message);
    }
    return { options, program: null, origin: "", example: null, trusted: true, problems };
  }
  const found = options.example === null ? examples[0] : exampleById(options.example);
  if (!found) problems.push(`There is no example "${options.example}". Choose one under Examples.`);
  const example = found ?? (examples[0] as Example);
  const opened = openedExample(example, options.language ?? "python", options.seed ?? DEFAULT_SEED);
  return { options, ...opened, example, problems };
}

/** What a draft of an example in a language is kept under. */
export function originOfExample(id: string, language: Language): string {
  return `example:${id}:${language}`;
}

/** An example, opened in a language. */
export function openedExample(example: Example, language: Language, seed = DEFAULT_SEED): Opened {
  const program = { ...example.programs[language], seed };
  return { origin: originOfExample(example.id, language), program, trusted: true };
}

/** What the build has made of a program, if it is an example's: what it compiles to, and its run. */
export function builtOf({ language, source, seed }: Program): Built {
  const example = exampleOf(language, source);
  if (!example) return { compiled: null, recorded: null };
  return {
    compiled: language === "typescript" ? example.compiled : null,
    recorded: seed === example.programs[language].seed ? example.recorded[language] : null,
  };
}

/** A link's program by its version, checksum and length. */
export function originOfLink(hash: string): string {
  return `link:${hash.slice(1, 20)}:${hash.length}`;
}
