/** TypeScript guest in Node, which compiles programs with the package `typescript`. */
import { createRequire } from "node:module";
import { Script } from "node:vm";
import type ts from "typescript";
import type { RunEnd } from "../../share/run-end.ts";
import type { Guest, RunOptions } from "../guest.ts";
import { compile, type Compilation } from "./compile.ts";
import { FILE_NAME } from "./options.ts";
import { TypeScriptGuest } from "./typescript-guest.ts";

/** Compile a program. The first call loads the compiler, which takes a while. */
export function compileInNode(source: string): Compilation {
  return compile(createRequire(import.meta.url)("typescript") as typeof ts, source);
}

export class TypeScriptInNode implements Guest {
  readonly language = "typescript";
  #guest: TypeScriptGuest | null = null;

  /** A text that is no TypeScript is not run: the result tells the first error and its line. */
  run(source: string, options: RunOptions): RunEnd {
    const { program, error } = compileInNode(source);
    if (error) return { outcome: "error", error: error.message, line: error.line, invalid: true, time: 0 };
    this.#guest = new TypeScriptGuest((text) => new Script(text, { filename: FILE_NAME }).runInThisContext());
    return this.#guest.run(program, options);
  }

  halt(reason: string): void {
    this.#guest?.halt(reason);
  }
}
