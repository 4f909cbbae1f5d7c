/** Types of the parts of Monaco's TypeScript support that have no public entry point. */

declare module "monaco-editor/editor/editor.worker.start" {
  export interface WorkerContext {
    /** Return the models that the page has synchronised. */
    getMirrorModels(): { uri: { toString(): string } }[];
  }
  /** Serve the object that `create` makes to the page. */
  export function start(create: (context: WorkerContext) => object): void;
}

declare module "monaco-editor/languages/features/typescript/tsWorker" {
  import type { Diagnostic, LanguageService } from "typescript";
  import type { WorkerContext } from "monaco-editor/editor/editor.worker.start";

  export interface CreateData {
    compilerOptions: object;
    extraLibs: Record<string, { content: string; version: number }>;
  }
  export class TypeScriptWorker {
    constructor(context: WorkerContext, data: CreateData);
    getLanguageService(): LanguageService;
    getSemanticDiagnostics(fileName: string): Promise<Diagnostic[]>;
    /** Return copies that can be posted. */
    static clearFiles(diagnostics: readonly Diagnostic[]): Diagnostic[];
  }
}

declare module "monaco-editor/languages/features/typescript/lib/typescriptServices" {
  import type ts from "typescript";
  /** TypeScript compiler, of Monaco's own version. */
  export const typescript: typeof ts;
}

declare module "monaco-editor/languages/features/typescript/languageFeatures" {
  import type { IDisposable, languages, Uri } from "monaco-editor/editor";

  type GetWorker = (...resources: Uri[]) => Promise<object>;
  export class LibFiles {
    constructor(worker: GetWorker);
  }
  export const SuggestAdapter: new (worker: GetWorker) => languages.CompletionItemProvider;
  export const SignatureHelpAdapter: new (worker: GetWorker) => languages.SignatureHelpProvider;
  export const QuickInfoAdapter: new (worker: GetWorker) => languages.HoverProvider;
  export const DiagnosticsAdapter: new (
    libFiles: LibFiles,
    defaults: {
      getDiagnosticsOptions(): { noSuggestionDiagnostics: boolean };
      onDidChange(listener: () => void): IDisposable;
      onDidExtraLibsChange(listener: () => void): IDisposable;
    },
    language: string,
    worker: GetWorker,
  ) => IDisposable;
}

/** Script of the worker, built by `build/typescript-worker.ts`. */
declare module "virtual:typescript-worker" {
  export const url: string;
  /** Size in bytes, uncompressed. */
  export const size: number;
}

/** Declarations of "asyncio" and of a program's globals by path, made by `build/typescript-worker.ts`. */
declare module "virtual:asyncio-declarations" {
  const declarations: Readonly<Record<string, string>>;
  export default declarations;
}
