/** The gallery: every built-in example, in five chapters. One is in Python alone. The text shown is the text run. */
import type { CompiledProgram, Language, Program } from "../share/program.ts";
import { DEFAULT_SEED } from "../share/program.ts";
import { apiTags } from "./api-tags.ts";
import type { Chapter, Entry } from "./example.ts";
import { firstSteps } from "./first-steps.ts";
import { goingWrong } from "./going-wrong.ts";
import { onTheWire } from "./on-the-wire.ts";
import { runningTogether } from "./running-together.ts";
import { takingTurns } from "./taking-turns.ts";

export type { Stop } from "./example.ts";

export interface Example extends Entry {
  /** The program in each language: counterparts, whose traces are equal, event for event. Null where there is none. */
  programs: { readonly python: Program; readonly typescript: Program | null };
  /** What of asyncio it uses, as `asyncio.Semaphore`: from the text of the Python program, for both languages. */
  tags: readonly string[];
  /** Loads the TypeScript program as it runs, so that it needs no compiler; null without one. */
  compiled: (() => Promise<CompiledProgram>) | null;
  /** Load the runs of the programs, recorded by the build: as `trace/recorded-run.ts` packs them. */
  recorded: { readonly python: () => Promise<string>; readonly typescript: (() => Promise<string>) | null };
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
  const { id, network } = entry;
  const [here, there] = [`./python/${id}.py`, `./typescript/${id}.ts`];
  const [source, counterpart] = [python[here], typescript[there]];
  if (source === undefined) throw new Error(`The example ${id} has no program in Python`);
  const conditions = { seed: DEFAULT_SEED, ...(network && { network }) };
  return {
    ...entry,
    programs: {
      python: { language: "python", source, ...conditions },
      typescript:
        counterpart === undefined ? null : { language: "typescript", source: counterpart, ...conditions },
    },
    tags: apiTags(source),
    compiled: compiled[there] ?? null,
    recorded: { python: recorded[here] as () => Promise<string>, typescript: recorded[there] ?? null },
  };
}

export interface GalleryChapter {
  title: string;
  examples: readonly Example[];
}

export const chapters: readonly GalleryChapter[] = (
  [firstSteps, runningTogether, takingTurns, goingWrong, onTheWire] satisfies Chapter[]
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
  return examples.find(({ programs }) => programs[language]?.source === source);
}

/** The program of an example in a language, or in Python if there is none. */
export function programIn({ programs }: Example, language: Language): Program {
  return programs[language] ?? programs.python;
}
