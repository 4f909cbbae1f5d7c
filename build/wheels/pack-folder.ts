/**
 * Folder of packed wheels. Its `packed.json` says of which table they were made and what that table lacked, so that tests pack
 * them once, and try again only what may come back. Called by `main.ts`.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { wheelsIn } from "../../src/cli/wheels.ts";
import { LIST, wheelListText } from "../../src/packages/wheel-list.ts";
import debs from "./debian.json";
import { type Deb, debianWheels, type MissingDeb } from "./debian.ts";

const RECORD = "packed.json";

interface Packed {
  readonly table: string;
  readonly missing: readonly MissingDeb[];
}

/** Pack the wheels of a table into `folder`, and return the packages that cannot be had. */
export async function packInto(
  folder: string,
  table: readonly Deb[] = debs,
  archive?: string,
): Promise<readonly MissingDeb[]> {
  await mkdir(folder, { recursive: true });
  const { wheels, missing } = await debianWheels(table, archive);
  for (const { file, bytes } of wheels) await writeFile(join(folder, file), bytes);
  const packed: Packed = { table: hashOf(table), missing };
  await writeFile(join(folder, RECORD), JSON.stringify(packed));
  return missing;
}

/**
 * Pack the wheels into `folder` and list them, unless this was done before. Never fails: return the line that says which are
 * missing, or an empty text.
 */
export async function packIfNeeded(
  folder: string,
  table: readonly Deb[] = debs,
  archive?: string,
): Promise<string> {
  try {
    const text = await readFile(join(folder, RECORD), "utf8").catch(() => "null");
    const packed = JSON.parse(text) as Packed | null;
    const isDone = packed?.table === hashOf(table) && packed.missing.every(({ isGone }) => isGone);
    if (packed && packed.table !== hashOf(table)) await rm(folder, { recursive: true });
    const missing = isDone ? packed.missing : await packInto(folder, table, archive);
    if (!isDone) await writeFile(join(folder, LIST), wheelListText(await wheelsIn(folder)));
    return lineOf(missing, table.length);
  } catch (error) {
    return `Tests of libraries may be skipped, as their wheels cannot be packed: ${String(error)}`;
  }
}

function lineOf(missing: readonly MissingDeb[], all: number): string {
  const [first] = missing;
  if (!first) return "";
  if (missing.length === all)
    return `Tests of libraries are skipped: Debian's packages cannot be had (${first.reason}).`;
  const names = missing.map(({ deb, reason }) => `${basename(deb).split("_")[0]} (${reason})`);
  return `Some tests of libraries are skipped, as these packages cannot be had: ${names.join(", ")}.`;
}

const hashOf = (table: readonly Deb[]) => createHash("sha256").update(JSON.stringify(table)).digest("hex");
