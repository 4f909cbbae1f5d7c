/**
 * A wheel from the files of an installed library: the same bytes for the same files. Called by `debian.ts`.
 */
import { createHash } from "node:crypto";
import { zipSync, type Zippable } from "fflate";
import type { PackedWheel } from "./debian.ts";

/** Files by their paths in the wheel. */
export type Files = Record<string, Uint8Array>;

/** A local time, as a zip has no zones. */
const SAME_EVERY_TIME = new Date(2026, 0, 1);
const SOURCES = /\.(pyx|pxd|c|h)$/;

/** Return the wheel of `files`, whose metadata is in the folder or file `info`. `certificates` are added to `certifi`. */
export function packWheel(files: Files, info: string, certificates: Uint8Array | null): PackedWheel {
  const text = new TextDecoder();
  const metadata = files[`${info}/METADATA`] ?? files[`${info}/PKG-INFO`] ?? files[info];
  if (!metadata) throw new Error(`${info} has no metadata`);
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text.decode(metadata))?.[1] ?? "";
  const name = field("Name").replace(/[-_.]+/g, "_");
  const title = `${name}-${field("Version")}`;
  const kept: Files = {};
  for (const [path, bytes] of Object.entries(files)) {
    if (path.startsWith(info) || SOURCES.test(path) || path.includes("__pycache__")) continue;
    kept[path] = bytes;
  }
  const encode = (lines: string) => new TextEncoder().encode(lines);
  if (name === "certifi" && certificates) {
    kept["certifi/cacert.pem"] = certificates;
    // Debian's reads them from the system.
    const core = text.decode(kept["certifi/core.py"]);
    const path = '__file__.removesuffix("core.py") + "cacert.pem"';
    kept["certifi/core.py"] = encode(core.replace(/^(DEBIAN_CA_CERTS_PATH) = .*$/m, `$1 = ${path}`));
  }
  const folder = `${title}.dist-info`;
  kept[`${folder}/METADATA`] = withRequirements(metadata, files[`${info}/requires.txt`]);
  kept[`${folder}/WHEEL`] = encode(
    "Wheel-Version: 1.0\nGenerator: loopscope\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  );
  const record = Object.entries(kept).map(([path, bytes]) => {
    const hash = createHash("sha256").update(bytes).digest("base64url");
    return `${path},sha256=${hash},${bytes.length}\n`;
  });
  kept[`${folder}/RECORD`] = encode(`${record.join("")}${folder}/RECORD,,\n`);
  const zipped: Zippable = {};
  for (const path of Object.keys(kept).sort())
    zipped[path] = [kept[path] as Uint8Array, { mtime: SAME_EVERY_TIME, level: 9 }];
  return { file: `${title}-py3-none-any.whl`, bytes: zipSync(zipped) };
}

/** Add the requirements of an egg's `requires.txt`, if its metadata names none. Those of extras are left out. */
function withRequirements(metadata: Uint8Array, requires: Uint8Array | undefined): Uint8Array {
  const text = new TextDecoder().decode(metadata);
  if (!requires || /^Requires-Dist:/m.test(text)) return metadata;
  const [plain = ""] = new TextDecoder().decode(requires).split(/^\[/m);
  const lines = plain.split("\n").filter((line) => line !== "");
  const header = lines.map((line) => `Requires-Dist: ${line}\n`).join("");
  return new TextEncoder().encode(text.replace(/^(Version: .*\n)/m, `$1${header}`));
}
