/** TypeScript in Monaco: completion, hover, signatures and errors, by the worker that also compiles. */
import "./monaco-features.ts";
import { editor, languages, type Uri } from "monaco-editor/editor";
import {
  DiagnosticsAdapter,
  LibFiles,
  QuickInfoAdapter,
  SignatureHelpAdapter,
  SuggestAdapter,
} from "monaco-editor/languages/features/typescript/languageFeatures";
import { loadWorker } from "../../compiler/load-compiler.ts";
import type { TypeScriptService } from "../../compiler/typescript-service.ts";

const LANGUAGE = "typescript";

/** True once the providers are registered, for all editors. */
let isServed = false;

/** Load the worker and register its language features with Monaco. Throws an Error worded for a person if it fails. */
export async function serveTypeScript(): Promise<void> {
  const script = await loadWorker();
  if (isServed) return;
  isServed = true;
  const worker = editor.createWebWorker<TypeScriptService>({ worker: script, keepIdleModels: true });
  const service = (...models: Uri[]) => worker.withSyncedResources(models);
  languages.registerCompletionItemProvider(LANGUAGE, new SuggestAdapter(service));
  languages.registerSignatureHelpProvider(LANGUAGE, new SignatureHelpAdapter(service));
  languages.registerHoverProvider(LANGUAGE, new QuickInfoAdapter(service));
  const never = () => ({ dispose() {} });
  const defaults = {
    getDiagnosticsOptions: () => ({ noSuggestionDiagnostics: true }),
    onDidChange: never,
    onDidExtraLibsChange: never,
  };
  new DiagnosticsAdapter(new LibFiles(service), defaults, LANGUAGE, service);
}
