/** Interface between the session and the TypeScript compiler, which the page loads when it is needed. */
import type { CompiledProgram } from "../share/program.ts";

/** Function that compiles a text. A syntax error gives the first error and its line, from 1; 0 for none. */
export type Compile = (
  source: string,
) => Promise<
  | { program: CompiledProgram; error?: undefined }
  | { program?: undefined; error: { message: string; line: number } }
>;

/**
 * Function that loads the compiler; `onProgress` gets 0 to 1. Throws an Error worded for a person if it cannot load.
 */
export type LoadCompiler = (onProgress: (progress: number) => void) => Promise<Compile>;
