/** Changes of a program's files, and sentences about them. Used by the Files dialog and where files are dropped. */
import { programFile } from "../share/file-bytes.ts";
import { faultOfName } from "../share/file-names.ts";
import {
  linkedFiles,
  MAX_FILES,
  MAX_FILES_BYTES,
  MAX_LINKED_BYTES,
  type ProgramFile,
  sizeOfAll,
} from "../share/files.ts";
import { encodeProgram } from "../share/permalink.ts";
import type { Program } from "../share/program.ts";

/** Return the files with one more, in the place of `former`, or else of one of the same name. */
export function withFile(
  files: readonly ProgramFile[],
  file: ProgramFile,
  former = file.name,
): readonly ProgramFile[] {
  const at = files.findIndex(({ name }) => name === former);
  return at < 0 ? [...files, file] : files.with(at, file);
}

/** Return a sentence if a program cannot have one more file of `size` bytes beside others; null if it can. */
export function limitFault(others: readonly ProgramFile[], size: number): string | null {
  if (others.length >= MAX_FILES) return `A program has at most ${MAX_FILES} files.`;
  const sum = sizeOfAll(others) + size;
  if (sum <= MAX_FILES_BYTES) return null;
  return `The program’s files would have ${bytesText(sum)} together. The limit is ${bytesText(MAX_FILES_BYTES)}.`;
}

/** Return a size in bytes as people read it, to the byte where that is short. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Say how long the program's link is with its files, and which of them it does not carry. */
export function linkText(program: Program): string {
  const files = program.files ?? [];
  const linked = linkedFiles(files);
  const left = files.filter((file) => !linked.includes(file)).map(({ name }) => name);
  const limit = `a link carries files of ${bytesText(MAX_LINKED_BYTES)}`;
  const missing = left.length > 0 ? ` It leaves out ${left.join(", ")}: ${limit}.` : "";
  return `The program’s link has ${encodeProgram(program).length.toLocaleString("en-US")} characters.${missing}`;
}

export interface Added {
  /** The program's files with those added; null if none could be. */
  files: readonly ProgramFile[] | null;
  /** What was added, and what could not be, in words. */
  text: string;
}

/** Add files to those of a program; one of the same name is replaced. The first that does not fit ends it. */
export async function addAll(added: Iterable<File>, given: readonly ProgramFile[] = []): Promise<Added> {
  let files = given;
  let fault: string | null = null;
  const names: string[] = [];
  for (const file of added) {
    const read = await readOne(file, files);
    if (typeof read === "string") {
      fault = read;
      break;
    }
    files = withFile(files, read);
    names.push(file.name);
  }
  const are = names.length === 1 ? "is now a file" : "are now files";
  const said = names.length > 0 ? `${names.join(", ")} ${are} of this program. ` : "";
  return { files: names.length > 0 ? files : null, text: (said + (fault ?? "")).trim() };
}

/** Return the file, or why the program cannot have it. */
async function readOne(file: File, files: readonly ProgramFile[]): Promise<ProgramFile | string> {
  const { name, size } = file;
  const others = files.filter((other) => other.name !== name);
  const fault = faultOfName(name, others) ?? limitFault(others, size);
  if (fault !== null) return fault;
  try {
    return programFile(name, new Uint8Array(await file.arrayBuffer()));
  } catch {
    return `${name} cannot be read. It may be a folder or a deleted file.`;
  }
}
