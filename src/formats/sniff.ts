/**
 * Content of a file that is dropped on the page or chosen: a trace, or a program, whose language follows from the
 * extension or else from the text. Nothing in the file is executed.
 */
import { type Language, MAX_SOURCE_BYTES } from "../share/program.ts";
import type { FiledRun } from "./read-loopscope.ts";

export type FileContent =
  /** `language` is null if neither the file's name nor its text shows one. */
  { kind: "program"; language: Language | null; source: string } | { kind: "trace"; run: FiledRun };

/** File with neither a program nor a trace. The page shows the message. */
export class FileError extends Error {
  override readonly name = "FileError";
  /** True for a file that is no program and no trace, and may be a program's data. */
  readonly mayBeData: boolean;

  constructor(message: string, { mayBeData = false } = {}) {
    super(message);
    this.mayBeData = mayBeData;
  }
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

/** Read a file. Throws a `FileError`. */
export async function readFile(file: File): Promise<FileContent> {
  const { name } = file;
  const ending = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? "";
  if (ending === "json")
    return { kind: "trace", run: await readTrace(await textOf(file, MAX_TRACE_BYTES), name) };
  const known = languages[ending];
  const source = (await textOf(file, MAX_SOURCE_BYTES, !known)).replaceAll(/\r\n?/g, "\n");
  const isPlain = ending === "" || ending === "txt";
  return { kind: "program", language: known ?? (isPlain ? languageOf(source) : null), source };
}

async function textOf(file: File, limit: number, mayBeData = false): Promise<string> {
  const { name, size } = file;
  if (size > limit) {
    const text = limit === MAX_SOURCE_BYTES ? `${limit / 1024} KiB` : `${limit / 1_000_000} MB`;
    throw new FileError(`${name} is too large. The limit is ${text}.`, { mayBeData });
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
  throw new FileError(`${name} is not a text file. Open a program or a trace.`, { mayBeData });
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
  if (!isTraceFile(value)) throw new FileError(`${name} is not a Loopscope trace.`, { mayBeData: true });
  try {
    return readTraceFile(value);
  } catch (error) {
    if (error instanceof TraceFileError) throw new FileError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Guess the language from words that only one language has at the beginning of a line; null without any. */
function languageOf(source: string): Language | null {
  const count = (words: RegExp) => source.match(words)?.length ?? 0;
  const python = count(/^[ \t]*(?:async def |def |from \S+ import |import [\w.]+$|elif |with .*:$|#)/gm);
  const typescript = count(
    /^[ \t]*(?:(?:export )?(?:async )?function\b|const |let |import .*["']|\}|\/\/|interface )/gm,
  );
  return python === typescript ? null : python > typescript ? "python" : "typescript";
}
