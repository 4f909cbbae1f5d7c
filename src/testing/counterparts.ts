/** The examples with their programs, and those that are in both languages. */
import { type Example, examples, programIn } from "../examples/index.ts";
import { loadTexts } from "../examples/texts.ts";
import type { Program } from "../share/program.ts";

await Promise.all([loadTexts("python"), loadTexts("typescript")]);

export interface ExampleWithPrograms extends Example {
  /** The program in each language; null where there is none. */
  readonly programs: { readonly python: Program; readonly typescript: Program | null };
}

export interface Counterparts extends Example {
  readonly programs: { readonly python: Program; readonly typescript: Program };
  readonly compiled: NonNullable<Example["compiled"]>;
}

export const examplesWithPrograms: readonly ExampleWithPrograms[] = examples.map((example) => ({
  ...example,
  programs: {
    python: programIn(example, "python"),
    typescript: example.languages.includes("typescript") ? programIn(example, "typescript") : null,
  },
}));

export const counterparts = examplesWithPrograms.filter(
  (example): example is ExampleWithPrograms & Counterparts => example.programs.typescript !== null,
);
