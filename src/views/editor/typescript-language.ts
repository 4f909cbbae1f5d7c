/**
 * TypeScript in the editor: completion, hover, signatures and errors, and the compiler, all by one worker. Loaded with
 * the first program in TypeScript.
 */
import { url, size } from "virtual:typescript-worker";
import "./monaco-features.ts";
import { editor, languages, type Uri } from "monaco-editor/editor";
import {
  DiagnosticsAdapter,
  LibFiles,
  QuickInfoAdapter,
  SignatureHelpAdapter,
  SuggestAdapter,
} from "monaco-editor/languages/features/typescript/languageFeatures";
import { fetchBytes } from "../../base/fetch-bytes.ts";
import type { Compile } from "../../session/compiler.ts";
import type { TypeScriptService } from "./typescript-service.ts";

const LANGUAGE = "typescript";

/** Starts the worker and makes it the editor's. `onProgress` is told from 0 to 1. */
export async function startTypeScript(onProgress: (progress: number) => void): Promise<Compile> {
  let received = 0;
  const script = await fetchBytes(url, (count) => {
    received += count;
    onProgress(Math.min(1, received / size));
  });
  const blob = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = editor.createWebWorker<TypeScriptService>({
    worker: new Worker(blob),
    keepIdleModels: true,
  });
  URL.revokeObjectURL(blob);
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
  const { compile } = await worker.getProxy();
  return compile;
}
