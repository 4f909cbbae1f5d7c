/**
 * Script of the TypeScript worker: Monaco's language service with asyncio's declarations and warnings, and the compiler
 * of programs. One worker serves both, since both are the same large library.
 */
import declarations from "virtual:asyncio-declarations";
import { start, type WorkerContext } from "monaco-editor/editor/editor.worker.start";
import { typescript } from "monaco-editor/languages/features/typescript/lib/typescriptServices";
import { TypeScriptWorker } from "monaco-editor/languages/features/typescript/tsWorker";
import type { Diagnostic } from "typescript";
import { compile, type Compilation } from "../guests/typescript/compile.ts";
import { checkOptions } from "../guests/typescript/options.ts";
import { programDiagnostics } from "../guests/typescript/program-diagnostics.ts";

/** Prefix of the paths of the declarations and the program. */
const ROOT = "file://";

export class TypeScriptService extends TypeScriptWorker {
  constructor(context: WorkerContext) {
    const libs = Object.entries(declarations).map(
      ([path, content]) => [ROOT + path, { content, version: 1 }] as const,
    );
    super(context, { compilerOptions: checkOptions, extraLibs: Object.fromEntries(libs) });
  }

  override async getSemanticDiagnostics(fileName: string): Promise<Diagnostic[]> {
    const program = this.getLanguageService().getProgram();
    const file = program?.getSourceFile(fileName);
    if (!program || !file) return [];
    return TypeScriptWorker.clearFiles(programDiagnostics(typescript, program, file));
  }
}

/** Answer to a text. A failure is a bug of the compiler, not an error in the text. */
export type CompilerAnswer = Compilation | { failure: string };

function answer(source: string): CompilerAnswer {
  try {
    const { program, error } = compile(typescript, source);
    // A posted Error would lose its line.
    return program ? { program } : { error: { message: error.message, line: error.line } };
  } catch (failure) {
    return { failure: String(failure) };
  }
}

// A text with a port is a program to compile; the other messages are Monaco's.
addEventListener("message", (event: MessageEvent<string>) => {
  const [port] = event.ports;
  if (!port) return;
  event.stopImmediatePropagation();
  port.postMessage(answer(event.data));
});

start((context) => new TypeScriptService(context));
