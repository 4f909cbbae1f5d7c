/** Faults of the names of a program's files, as sentences for the person. */
import { areInConflict, isFileName, MAX_FILE_NAME, OWN_NAME, UNFIT } from "./files.ts";

/** Return the fault of a name beside those of other files; null for a name that a file may have. */
export function faultOfName(name: string, others: readonly { readonly name: string }[] = []): string | null {
  if (!isFileName(name)) return faultOfPath(name);
  const other = others.find((file) => areInConflict(name, file.name));
  if (!other) return null;
  if (other.name === name) return `There is a file ${name} already.`;
  return `A file cannot be a folder, too: ${name} and ${other.name}.`;
}

function faultOfPath(name: string): string {
  if (name === "") return "A file needs a name.";
  if (name.length > MAX_FILE_NAME) return `A name has at most ${MAX_FILE_NAME} characters.`;
  if (areInConflict(name, OWN_NAME)) return `${OWN_NAME} is the program itself. Choose another name.`;
  if (UNFIT.test(name)) return "A name has no backslash and no control character.";
  if (name.startsWith("/")) return "A name is a path in the program’s folder: it does not begin with “/”.";
  return "Each part of a name is a folder or a file: it is not empty, “.” or “..”.";
}
