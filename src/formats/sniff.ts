/**
 * Content of a file that is dropped on the page or chosen: a trace, or a program, whose language follows from the
 * extension or else from the text. Nothing in the file is executed.
 */
import { type Language, MAX_SOURCE_BYTES } from "../share/program.ts";
import type { FiledRun } from "./read-loopscope.ts";

export type FileContent =
  { kind: "program"; language: Language; source: string } | { kind: "trace"; run: FiledRun };

/** File with neither a program nor a trace. The page shows the message. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** Largest trace file: a longer one does not fit into a string; a full trace has half of this. */
const MAX_TRACE_BYTES = 500_000_000;

const languages: Readonly<Record<string, Language>> = {
  py: "python",
  pyw: "python",
  ts: "typescript",
  mts: "typescript",
  js: "typescript",
  mjs: "typescript",
};

/** Extensions that a file chooser offers. */
export const FILE_KINDS = ".py,.ts,.js,.txt,.json";

/** Read a file; `language` is used for a text that shows no language of its own. Throws a `FileError`. */
export async function readFile(file: File, language: Language): Promise<FileContent> {
  const { name } = file;
  const ending = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? "";
  if (ending === "json")
    return { kind: "trace", run: await readTrace(await textOf(file, MAX_TRACE_BYTES), name) };
  const source = (await textOf(file, MAX_SOURCE_BYTES)).replaceAll(/\r\n?/g, "\n");
  return { kind: "program", language: languages[ending] ?? languageOf(source) ?? language, source };
}

async function textOf(file: File, limit: number): Promise<string> {
  const { name, size } = file;
  if (size > limit) {
    const text = limit === MAX_SOURCE_BYTES ? `${limit / 1024} KiB` : `${limit / 1_000_000} MB`;
    throw new FileError(`${name} is too large. The limit is ${text}.`);
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new FileError(`${name} cannot be read. It may be a folder or a deleted file.`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // A file that is not UTF-8 is not a text.
  }
  throw new FileError(`${name} is not a text file. Open a program or a trace.`);
}

async function readTrace(text: string, name: string): Promise<FiledRun> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileError(`${name} is damaged: its JSON is incomplete or wrong.`);
  }
  if (typeof value === "object" && value !== null && "traceEvents" in value)
    throw new FileError(`${name} is a Perfetto trace, which Loopscope cannot show. Open it in Perfetto.`);
  // Loaded with the first trace.
  const { isTraceFile, readTraceFile, TraceFileError } = await import("./read-loopscope.ts");
  if (!isTraceFile(value)) throw new FileError(`${name} is not a Loopscope trace.`);
  try {
    return readTraceFile(value);
  } catch (error) {
    if (error instanceof TraceFileError) throw new FileError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Guess the language from words that only one language has at the beginning of a line; undefined without any. */
function languageOf(source: string): Language | undefined {
  const count = (words: RegExp) => source.match(words)?.length ?? 0;
  const python = count(/^[ \t]*(?:async def |def |from \S+ import |import [\w.]+$|elif |with .*:$|#)/gm);
  const typescript = count(
    /^[ \t]*(?:(?:export )?(?:async )?function\b|const |let |import .*["']|\}|\/\/|interface )/gm,
  );
  return python === typescript ? undefined : python > typescript ? "python" : "typescript";
}
