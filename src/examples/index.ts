/** The gallery: every built-in example, in both languages, in four chapters. The text shown is the text run. */
import type { CompiledProgram, Language, Program } from "../share/program.ts";
import { DEFAULT_SEED } from "../share/program.ts";
import { apiTags } from "./api-tags.ts";
import type { Chapter, Entry } from "./example.ts";
import { firstSteps } from "./first-steps.ts";
import { goingWrong } from "./going-wrong.ts";
import { runningTogether } from "./running-together.ts";
import { takingTurns } from "./taking-turns.ts";

export type { Stop } from "./example.ts";

export interface Example extends Entry {
  /** The program in each language: counterparts, whose traces are equal, event for event. */
  programs: Readonly<Record<Language, Program>>;
  /** What of asyncio it uses, as `asyncio.Semaphore`: from the text of the Python program, for both languages. */
  tags: readonly string[];
  /** Loads the TypeScript program as it runs, so that it needs no compiler. */
  compiled: () => Promise<CompiledProgram>;
  /** Load the runs of the programs, recorded by the build: as `trace/recorded-run.ts` packs them. */
  recorded: Readonly<Record<Language, () => Promise<string>>>;
}

const python = import.meta.glob<string>("./python/*.py", { query: "?raw", import: "default", eager: true });
const typescript = import.meta.glob<string>("./typescript/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const compiled = import.meta.glob<CompiledProgram>("./typescript/*.ts", {
  query: "?compiled",
  import: "default",
});
const recorded = import.meta.glob<string>(["./python/*.py", "./typescript/*.ts"], {
  query: "?recorded",
  import: "default",
});

function exampleFrom(entry: Entry): Example {
  const program = (language: Language, source: string | undefined): Program => {
    if (source === undefined) throw new Error(`The example ${entry.id} has no program in ${language}`);
    return { language, source, seed: DEFAULT_SEED };
  };
  const { id } = entry;
  return {
    ...entry,
    programs: {
      python: program("python", python[`./python/${id}.py`]),
      typescript: program("typescript", typescript[`./typescript/${id}.ts`]),
    },
    tags: apiTags(python[`./python/${id}.py`] ?? ""),
    compiled: compiled[`./typescript/${id}.ts`] as Example["compiled"],
    recorded: {
      python: recorded[`./python/${id}.py`] as () => Promise<string>,
      typescript: recorded[`./typescript/${id}.ts`] as () => Promise<string>,
    },
  };
}

export interface GalleryChapter {
  title: string;
  examples: readonly Example[];
}

export const chapters: readonly GalleryChapter[] = (
  [firstSteps, runningTogether, takingTurns, goingWrong] satisfies Chapter[]
).map(({ title, entries }) => ({ title, examples: entries.map(exampleFrom) }));

export const examples: readonly Example[] = chapters.flatMap((chapter) => chapter.examples);

export function exampleById(id: string): Example | undefined {
  return examples.find((example) => example.id === id);
}

/** The example after this one in the order of the gallery; null after the last. */
export function exampleAfter({ id }: Example): Example | null {
  return examples[examples.findIndex((example) => example.id === id) + 1] ?? null;
}

/** The example whose text this is, in its language. */
export function exampleOf(language: Language, source: string): Example | undefined {
  return examples.find(({ programs }) => programs[language].source === source);
}
