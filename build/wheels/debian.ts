/**
 * Wheels made of Debian's packages of Python libraries: what a machine gets that reaches Debian's archive and not PyPI. The
 * table `debian.json` pins each package by its file and hash, so that a wheel is the same bytes everywhere.
 *
 * Extension modules are left out: each of these libraries runs without its own. Called by `main.ts`; needs `dpkg-deb`, which
 * Debian and Ubuntu have.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import debs from "./debian.json";
import { packWheel, type Files } from "./pack-wheel.ts";

const run = promisify(execFile);

const ARCHIVE = "http://deb.debian.org/debian/pool/main/";
const LIBRARIES = "usr/lib/python3/dist-packages";
const CERTIFICATES = "usr/share/ca-certificates/mozilla";

/** A wheel's file name and its bytes. */
export interface PackedWheel {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A package of the table. */
export interface Deb {
  /** Its path in the archive. */
  readonly deb: string;
  readonly sha256: string;
}

/** Wheels, and the packages that cannot be had. */
export interface PackedWheels {
  readonly wheels: readonly PackedWheel[];
  readonly missing: readonly MissingDeb[];
}

/** A package that cannot be had. */
export interface MissingDeb {
  readonly deb: string;
  readonly reason: string;
  /** True if the archive has dropped this version: it never comes back. */
  readonly isGone: boolean;
}

/**
 * Download packages and return their wheels. A package that cannot be had is missing, and so is certifi where the certificates
 * are.
 *
 * @param archive The address before each package's path.
 */
export async function debianWheels(table: readonly Deb[] = debs, archive = ARCHIVE): Promise<PackedWheels> {
  const folder = await mkdtemp(join(tmpdir(), "loopscope-debian-"));
  const missing: MissingDeb[] = [];
  const unpackOrMiss = (deb: Deb) =>
    unpack(deb, archive, folder).catch((error: unknown) => {
      missing.push({ deb: deb.deb, reason: reasonOf(error), isGone: error instanceof GoneError });
      return null;
    });
  try {
    const unpacked = await Promise.all(table.map(unpackOrMiss));
    const roots = unpacked.filter((root) => root !== null);
    const certificates = await bundledCertificates(roots);
    const wheels: PackedWheel[] = [];
    for (const root of roots) {
      const libraries = join(root, LIBRARIES);
      const entries = await readdir(libraries).catch(() => []);
      const info = entries.find((name) => /\.(dist|egg)-info$/.test(name));
      if (!info || (info.startsWith("certifi") && !certificates)) continue;
      wheels.push(packWheel(await filesOf(libraries), info, certificates));
    }
    return { wheels, missing };
  } finally {
    await rm(folder, { recursive: true });
  }
}

class GoneError extends Error {}

/** Return why a package cannot be had. An error of `fetch` hides its reason in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? cause.message : message;
}

/** Download a package, compare its hash, unpack it; return the folder. */
async function unpack({ deb, sha256 }: Deb, archive: string, folder: string): Promise<string> {
  const response = await fetch(archive + deb);
  if (response.status === 404) throw new GoneError("the archive has dropped it");
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== sha256) throw new Error(`its sha256 is ${found}, not ${sha256}`);
  const path = join(folder, basename(deb));
  const root = `${path}.files`;
  await writeFile(path, bytes);
  await mkdir(root);
  await run("dpkg-deb", ["-x", path, root]);
  return root;
}

/** Return the certificates that Debian's `certifi` reads from the system, as the one file that the wheel has. */
async function bundledCertificates(roots: readonly string[]): Promise<Uint8Array | null> {
  for (const root of roots) {
    const names = await readdir(join(root, CERTIFICATES)).catch(() => []);
    const texts = await Promise.all(names.sort().map((name) => readFile(join(root, CERTIFICATES, name))));
    if (names.length > 0) return new Uint8Array(Buffer.concat(texts));
  }
  return null;
}

/** Return the files of a folder by their paths in it, without extension modules and links. */
async function filesOf(folder: string): Promise<Files> {
  const files: Files = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith(".so")) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1)] = new Uint8Array(await readFile(path));
  }
  return files;
}
