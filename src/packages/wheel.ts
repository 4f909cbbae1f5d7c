/**
 * A wheel: a zip with a package's modules and metadata. What resolving needs of it is read from its bytes here, or from a
 * list of a folder's wheels, or from an index. Called by the sources of wheels.
 */
import { unzipSync } from "fflate";
import { isPure, isWebAssembly, normalizeName, parseWheelName, RUNS_WITHOUT_C } from "./names.ts";
import { distribution } from "./pyodide-lock.ts";
import { sha256Of, WheelError, type WheelInfo } from "./wheel-file.ts";

export { sha256Of, WheelError };

/** What is known of a wheel, with what is in it: the names of its top-level modules, and texts of requirements (`Requires-Dist`). */
export interface OpenedWheel extends WheelInfo {
  readonly size: number;
  readonly modules: readonly string[];
  readonly requires: readonly string[];
}

/** True if a wheel with these tags can be used. Without its C a wheel for CPython 3.14 on Linux is as good as any. */
export function isUsable(name: string, tags: string): boolean {
  if (isPure(tags)) return true;
  return RUNS_WITHOUT_C.has(name) && /^cp(314-cp314|3\d+-abi3)-manylinux.*x86_64/.test(tags);
}

/** Read a wheel. Throws WheelError if the file is none, or is for another machine. */
export async function openWheel(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<OpenedWheel> {
  const parts = parseWheelName(file);
  if (!parts)
    throw new WheelError(`${file} is not named as a wheel is, such as aiohttp-3.14.3-py3-none-any.whl.`);
  const sha256 = await sha256Of(bytes);
  if (isWebAssembly(parts.tags)) (await distribution()).check(file, sha256);
  else if (!isUsable(parts.name, parts.tags)) {
    throw new WheelError(
      `${file} holds code for another machine. Wheels run here that end in py3-none-any.whl, or are Pyodide's own.`,
    );
  }
  const modules = new Set<string>();
  let metadata: Uint8Array | undefined;
  try {
    const found = unzipSync(bytes, {
      filter: ({ name }) => {
        const [top = "", rest] = name.replace(/^[^/]+\.data\/(purelib|platlib)\//, "").split("/");
        const module = rest === undefined ? /^(\w+)\.(py|.*\bso)$/.exec(top)?.[1] : /^\w+$/.exec(top)?.[0];
        if (module && /\.(py|so)$/.test(name)) modules.add(module);
        return /^[^/]+\.dist-info\/METADATA$/.test(name);
      },
    });
    [metadata] = Object.values(found);
  } catch {
    // Reported below, as a zip without metadata is.
  }
  if (metadata === undefined) throw new WheelError(`${file} is damaged, or not a wheel. Download it again.`);
  return {
    file,
    ...fieldsOf(new TextDecoder().decode(metadata)),
    sha256,
    size: bytes.length,
    modules: [...modules].sort(),
  };
}

/** The fields of a `METADATA`. */
function fieldsOf(metadata: string) {
  const [head = ""] = metadata.split(/\r?\n\r?\n/, 1);
  const all = (name: string) =>
    [...head.matchAll(new RegExp(`^${name}: *(.*?)\\r?$`, "gm"))].map(([, text = ""]) => text);
  return {
    name: normalizeName(all("Name")[0] ?? ""),
    version: all("Version")[0] ?? "",
    requires: all("Requires-Dist"),
    requiresPython: all("Requires-Python")[0] ?? "",
  };
}

/** Return a size in bytes as people read it: `246 kB`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
