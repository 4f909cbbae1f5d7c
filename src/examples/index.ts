/**
 * The gallery: every built-in example, by chapter. Those with libraries or threads are in Python alone. The text shown is the
 * text run. Texts are loaded by need, for a language (`texts.ts`): the program of an example is there once that is done.
 */
import type { CompiledProgram, Language, Program } from "../share/program.ts";
import { conditionsOf, DEFAULT_SEED } from "../share/program.ts";
import { filesText } from "../share/files.ts";
import type { Chapter, Entry } from "./example.ts";
import { firstSteps } from "./first-steps.ts";
import { goingWrong } from "./going-wrong.ts";
import { onTheWire } from "./on-the-wire.ts";
import { runningTogether } from "./running-together.ts";
import { takingTurns } from "./taking-turns.ts";
import { loadedFiles, loadedText } from "./texts.ts";
import { withLibraries } from "./with-libraries.ts";

export type { Stop } from "./example.ts";

export interface Example extends Entry {
  /** The languages that it is in. Programs in two languages are counterparts: their traces are equal, event for event. */
  languages: readonly Language[];
  /** Loads the TypeScript program as it runs, so that it needs no compiler; null without one. */
  compiled: (() => Promise<CompiledProgram>) | null;
  /** Load the runs of the programs, recorded by the build: as `trace/recorded-run.ts` packs them. */
  recorded: { readonly python: () => Promise<string>; readonly typescript: (() => Promise<string>) | null };
}

const compiled = import.meta.glob<CompiledProgram>("./typescript/*.ts", {
  query: "?compiled",
  import: "default",
});
const recorded = import.meta.glob<string>(["./python/*.py", "./typescript/*.ts"], {
  query: "?recorded",
  import: "default",
});

function exampleFrom(entry: Entry): Example {
  const [here, there] = pathsOf(entry);
  if (!recorded[here]) throw new Error(`The example ${entry.id} has no program in Python`);
  return {
    ...entry,
    languages: compiled[there] ? ["python", "typescript"] : ["python"],
    compiled: compiled[there] ?? null,
    recorded: { python: recorded[here], typescript: recorded[there] ?? null },
  };
}

/** The paths of an example's programs, whether it has both or not. */
function pathsOf({ id }: Pick<Entry, "id">): readonly [python: string, typescript: string] {
  return [`./python/${id}.py`, `./typescript/${id}.ts`];
}

export interface GalleryChapter {
  title: string;
  examples: readonly Example[];
}

export const chapters: readonly GalleryChapter[] = (
  [firstSteps, runningTogether, takingTurns, goingWrong, onTheWire, withLibraries] satisfies Chapter[]
).map(({ title, entries }) => ({ title, examples: entries.map(exampleFrom) }));

export const examples: readonly Example[] = chapters.flatMap((chapter) => chapter.examples);

export function exampleById(id: string): Example | undefined {
  return examples.find((example) => example.id === id);
}

/** The example after this one in the order of the gallery; null after the last. */
export function exampleAfter({ id }: Example): Example | null {
  return examples[examples.findIndex((example) => example.id === id) + 1] ?? null;
}

/** The example whose text this is, if the texts of its language are loaded. */
export function exampleOf(language: Language, source: string): Example | undefined {
  return examples.find((example) => textOf(example, language) === source);
}

/** Return the example of a program with its text if the program has its files, too; null for one with others: its address has no room. */
export function withOwnFiles(
  example: Example | null | undefined,
  { language, files = [] }: Program,
): Example | null {
  return example && filesText(files) === filesText(programIn(example, language).files ?? []) ? example : null;
}

/** The language in which an example opens where `language` is wanted: Python if it is in no other. */
export function languageIn({ languages }: Example, language: Language): Language {
  return languages.includes(language) ? language : "python";
}

/** The program of an example in a language, or in Python if there is none, with its files. Its text must be loaded. */
export function programIn(example: Example, wanted: Language): Program {
  const language = languageIn(example, wanted);
  const source = textOf(example, language);
  if (source === undefined) throw new Error(`The text of ${example.id} is not loaded`);
  const { network } = example;
  const files = language === "python" ? loadedFiles(example.id) : [];
  return { language, source, ...conditionsOf({ seed: DEFAULT_SEED, ...(network && { network }), files }) };
}

/** The text of an example; undefined if it is not in that language, or not loaded. */
export function textOf(example: Example, language: Language): string | undefined {
  const [python, typescript] = pathsOf(example);
  return loadedText(language, language === "python" ? python : typescript);
}
