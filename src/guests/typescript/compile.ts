/**
 * From a program's text to what the guest runs, the same wherever the compiler is: in Node, at build time for the
 * examples, and in the page's TypeScript worker, which has a compiler of its own.
 */
import type ts from "typescript";
import type { CompiledProgram } from "../../share/program.ts";
import { instrument, InvalidProgram } from "./instrument.ts";
import { compilerOptions, FILE_NAME } from "./options.ts";

/** What is used of the compiler. */
export type Compiler = Pick<
  typeof ts,
  "transpileModule" | "flattenDiagnosticMessageText" | "DiagnosticCategory"
>;

/** Why a text is no program. */
export interface SourceError {
  message: string;
  /** Counted from 1; 0 if it is about no line. */
  line: number;
}

export type Compilation =
  { program: CompiledProgram; error?: undefined } | { program?: undefined; error: SourceError };

/** Compiles a text. Only what is wrong with its syntax is an error: a program with wrong types runs. */
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
