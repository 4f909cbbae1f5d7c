/** What compiles TypeScript programs, as the session knows it: the page's editor brings it, when it is asked to. */
import type { CompiledProgram } from "../share/program.ts";

/** A text that is no program gives the first error and its line, 0 for none. */
export type Compile = (
  source: string,
) => Promise<
  | { program: CompiledProgram; error?: undefined }
  | { program?: undefined; error: { message: string; line: number } }
>;

/** `onProgress` is told from 0 to 1. Throws an Error that is worded for a person if it cannot be had now. */
export type LoadCompiler = (onProgress: (progress: number) => void) => Promise<Compile>;
