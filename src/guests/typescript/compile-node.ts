/** TypeScript guest in Node, which compiles programs with the package `typescript`. */
import { createRequire } from "node:module";
import { Script } from "node:vm";
import type ts from "typescript";
import type { Guest, RunOptions, RunResult } from "../guest.ts";
import { compile, type Compilation } from "./compile.ts";
import { FILE_NAME } from "./options.ts";
import { TypeScriptGuest } from "./typescript-guest.ts";

/** Compile a program. The first call loads the compiler, which takes a while. */
export function compileInNode(source: string): Compilation {
  return compile(createRequire(import.meta.url)("typescript") as typeof ts, source);
}

export class TypeScriptInNode implements Guest {
  #guest: TypeScriptGuest | null = null;

  /** Compile and run a program. A text with a syntax error is not run; the result has the first error and its line. */
  run(source: string, options: RunOptions): RunResult {
    const { program, error } = compileInNode(source);
    if (error) return { outcome: "error", error: error.message, line: error.line, invalid: true, time: 0 };
    this.#guest = new TypeScriptGuest((text) => new Script(text, { filename: FILE_NAME }).runInThisContext());
    return this.#guest.run(program, options);
  }

  halt(reason: string): void {
    this.#guest?.halt(reason);
  }
}
