/** Builds a program as the editor's compiler sees it, in a file system that holds only the declarations. */
import ts from "typescript";
import { checkOptions } from "../guests/typescript/options.ts";

/** Files that all programs share, parsed once. */
const parsed = new Map<string, ts.SourceFile>();

/** `declarations` are files by path; the program is `/program.ts`. */
export function declaredProgram(declarations: Readonly<Record<string, string>>, source: string): ts.Program {
  const files: Record<string, string> = { ...declarations, "/program.ts": source };
  const host = ts.createCompilerHost(checkOptions);
  const { fileExists, readFile } = host;
  const isLib = (path: string) => /\/lib\.[\w.]+\.d\.ts$/.test(path);
  host.getCurrentDirectory = () => "/";
  host.fileExists = (path) => (isLib(path) ? fileExists(path) : path in files);
  host.readFile = (path) => (isLib(path) ? readFile(path) : files[path]);
  host.directoryExists = (path) => Object.keys(files).some((file) => file.startsWith(`${path}/`));
  host.getSourceFile = (path, options) => {
    const text = host.readFile(path);
    if (text === undefined) return undefined;
    const file = parsed.get(path) ?? ts.createSourceFile(path, text, options);
    if (path !== "/program.ts") parsed.set(path, file);
    return file;
  };
  return ts.createProgram(["/program.ts", "/globals.d.ts"], checkOptions, host);
}
