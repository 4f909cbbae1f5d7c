/** Files of a program from a folder of the disk (`--files`), and what the program has written, put into another (`--into`). */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { programFile, type WrittenFile } from "../share/file-bytes.ts";
import { faultOfName } from "../share/file-names.ts";
import { isProgramFiles, MAX_FILES, MAX_FILES_BYTES, type ProgramFile } from "../share/files.ts";

/** Folder whose files a program cannot have; the message is for the person. */
export class FilesError extends Error {}

/** Read all files below a folder, but `program`, in the order of their names. Throws a FilesError. */
export async function readFilesOf(folder: string, program: string): Promise<ProgramFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== program)
    .sort();
  if (paths.length > MAX_FILES)
    throw new FilesError(`it has ${paths.length} files, and a program has at most ${MAX_FILES}`);
  const files: ProgramFile[] = [];
  for (const path of paths) {
    const name = relative(folder, path).replaceAll(sep, "/");
    const fault = faultOfName(name);
    if (fault) throw new FilesError(`${name}: ${fault}`);
    files.push(programFile(name, await readFile(path)));
  }
  if (!isProgramFiles(files))
    throw new FilesError(`its files have more than ${MAX_FILES_BYTES / 1024} KiB together`);
  return files;
}

/** Put what a program has written into a folder, which is made if it is not there. */
export async function writeInto(folder: string, files: readonly WrittenFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}
