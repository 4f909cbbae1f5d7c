/** The TypeScript guest in Node: programs are compiled by the compiler's own package. */
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import type ts from "typescript";
import type { Guest, RunOptions, RunResult } from "../guest.ts";
import { instrument } from "./instrument.ts";
import { compilerOptions, FILE_NAME } from "./options.ts";
import { type Evaluated, programNames, TypeScriptGuest } from "./typescript-guest.ts";

/** The compiler takes a while to load: that is done for the first program. */
const compiler = (): typeof ts => createRequire(import.meta.url)("typescript") as typeof ts;

export class TypeScriptInNode implements Guest {
  #guest: TypeScriptGuest | null = null;

  /** A text that is no TypeScript is not run: the result tells the first error and its line. */
  run(source: string, options: RunOptions): RunResult {
    const ts = compiler();
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
      compilerOptions: compilerOptions as ts.CompilerOptions,
      fileName: FILE_NAME,
      reportDiagnostics: true,
    });
    const wrong = diagnostics?.find(({ category }) => category === ts.DiagnosticCategory.Error);
    if (wrong) return invalid(wrong, ts.flattenDiagnosticMessageText(wrong.messageText, " "));
    const { body, isAsync } = instrument({ code: outputText, map: sourceMapText ?? "" });
    const text = isAsync ? `return (function* () {${body}\n}).call(this);` : body;
    const program = compileFunction(`"use strict"; ${text}`, programNames, { filename: FILE_NAME });
    this.#guest = new TypeScriptGuest();
    return this.#guest.run(program as Evaluated, isAsync, options);
  }

  halt(reason: string): void {
    this.#guest?.halt(reason);
  }
}

function invalid({ file, start }: ts.Diagnostic, message: string): RunResult {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return { outcome: "error", error: `SyntaxError: ${message}`, line, invalid: true, time: 0 };
}
