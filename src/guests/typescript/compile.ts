/**
 * Compilation of a program's text to a `CompiledProgram`. The same in Node, at build time for the examples, and in the
 * page's TypeScript worker, each of which passes a compiler of its own.
 */
import type ts from "typescript";
import type { CompiledProgram } from "../../share/program.ts";
import { instrument, InvalidProgram } from "./instrument.ts";
import { compilerOptions, FILE_NAME } from "./options.ts";

/** Part of the compiler's API that is used. */
export type Compiler = Pick<
  typeof ts,
  "transpileModule" | "flattenDiagnosticMessageText" | "DiagnosticCategory"
>;

/** Syntax error of a program's text. */
export interface SourceError {
  message: string;
  /** Line, from 1; 0 for none. */
  line: number;
}

export type Compilation =
  { program: CompiledProgram; error?: undefined } | { program?: undefined; error: SourceError };

/** Compile a text. Only syntax errors count: a program with wrong types runs. */
export function compile(ts: Compiler, source: string): Compilation {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
    compilerOptions: compilerOptions as ts.CompilerOptions,
    fileName: FILE_NAME,
    reportDiagnostics: true,
  });
  const wrong = diagnostics?.find(({ category }) => category === ts.DiagnosticCategory.Error);
  if (wrong) return { error: errorOf(ts, wrong) };
  try {
    const code = outputText.replace(/\/\/# sourceMappingURL=.*\n?$/, "");
    return { program: instrument({ code, map: sourceMapText ?? "" }) };
  } catch (error) {
    if (error instanceof InvalidProgram) return { error };
    throw error;
  }
}

function errorOf(ts: Compiler, { file, start, messageText }: ts.Diagnostic): SourceError {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return { message: `SyntaxError: ${ts.flattenDiagnosticMessageText(messageText, " ")}`, line };
}
