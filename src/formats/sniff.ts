/**
 * What is in a file that a person drops on the page or chooses: a program, by the ending of its name or else by its
 * words, or a trace. Nothing of it is run here.
 */
import { type Language, MAX_SOURCE_BYTES } from "../share/program.ts";
import { isTraceFile, readTraceFile, type FiledRun, TraceFileError } from "./read-loopscope.ts";

export type FileContent =
  { kind: "program"; language: Language; source: string } | { kind: "trace"; run: FiledRun };

/** A file that holds neither. Its message is for the person at the page. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** Larger ones do not fit into one text of the browser's; a full trace has half of it. */
const MAX_TRACE_BYTES = 500_000_000;

const languages: Readonly<Record<string, Language>> = {
  py: "python",
  pyw: "python",
  ts: "typescript",
  mts: "typescript",
  js: "typescript",
  mjs: "typescript",
};

/** What a file chooser offers first. */
export const FILE_KINDS = ".py,.ts,.js,.txt,.json";

/** `language` is that of a text which does not tell its own. */
export async function readFile(file: File, language: Language): Promise<FileContent> {
  const { name } = file;
  const ending = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? "";
  if (ending === "json") return { kind: "trace", run: readTrace(await textOf(file, MAX_TRACE_BYTES), name) };
  const source = (await textOf(file, MAX_SOURCE_BYTES)).replaceAll(/\r\n?/g, "\n");
  return { kind: "program", language: languages[ending] ?? languageOf(source) ?? language, source };
}

async function textOf(file: File, limit: number): Promise<string> {
  const { name, size } = file;
  if (size > limit) {
    const limitText = limit === MAX_SOURCE_BYTES ? `${limit / 1024} KiB` : `${limit / 1_000_000} MB`;
    throw new FileError(`${name} is larger than ${limitText}, which is too much to be opened here.`);
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new FileError(`${name} cannot be read: it may be a folder, or gone.`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Then it is no text.
  }
  throw new FileError(`${name} is no program and no trace: it is not text.`);
}

function readTrace(text: string, name: string): FiledRun {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileError(`${name} is damaged: it is not whole JSON.`);
  }
  if (typeof value === "object" && value !== null && "traceEvents" in value)
    throw new FileError(
      `${name} is a trace for Perfetto, which holds less than a trace of Loopscope: open it there.`,
    );
  if (!isTraceFile(value)) throw new FileError(`${name} is no trace of Loopscope.`);
  try {
    return readTraceFile(value);
  } catch (error) {
    if (error instanceof TraceFileError) throw new FileError(`${name}: ${error.message}`);
    throw error;
  }
}

/** By words that the other language does not have at the beginning of a line; undefined if there are none. */
function languageOf(source: string): Language | undefined {
  const count = (words: RegExp) => source.match(words)?.length ?? 0;
  const python = count(/^[ \t]*(?:async def |def |from \S+ import |import [\w.]+$|elif |with .*:$|#)/gm);
  const typescript = count(
    /^[ \t]*(?:(?:export )?(?:async )?function\b|const |let |import .*["']|\}|\/\/|interface )/gm,
  );
  return python === typescript ? undefined : python > typescript ? "python" : "typescript";
}
