/** The examples that are in both languages. */
import { type Example, examples } from "../examples/index.ts";
import type { Language, Program } from "../share/program.ts";

export type Counterparts = Example & {
  readonly programs: Readonly<Record<Language, Program>>;
  readonly compiled: NonNullable<Example["compiled"]>;
};

export const counterparts = examples.filter(
  (example): example is Counterparts => example.programs.typescript !== null,
);
