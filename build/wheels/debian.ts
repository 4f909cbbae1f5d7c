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

/** Download the packages and return their wheels. Throws an Error if the archive or `dpkg-deb` cannot be had. */
export async function debianWheels(): Promise<PackedWheel[]> {
  const folder = await mkdtemp(join(tmpdir(), "loopscope-debian-"));
  try {
    const roots = await Promise.all(debs.map((deb) => unpack(deb, folder)));
    const certificates = await bundledCertificates(roots);
    const wheels: PackedWheel[] = [];
    for (const root of roots) {
      const libraries = join(root, LIBRARIES);
      const entries = await readdir(libraries).catch(() => []);
      const info = entries.find((name) => /\.(dist|egg)-info$/.test(name));
      if (info) wheels.push(packWheel(await filesOf(libraries), info, certificates));
    }
    return wheels;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Download a package, compare its hash, unpack it; return the folder. */
async function unpack({ deb, sha256 }: (typeof debs)[number], folder: string): Promise<string> {
  const response = await fetch(ARCHIVE + deb);
  if (!response.ok) throw new Error(`${ARCHIVE}${deb}: ${response.status} ${response.statusText}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== sha256) throw new Error(`${deb}: its sha256 is ${found}, not ${sha256}`);
  const path = join(folder, basename(deb));
  const root = `${path}.files`;
  await writeFile(path, bytes);
  await mkdir(root);
  await run("dpkg-deb", ["-x", path, root]);
  return root;
}

/** Return the certificates that Debian's `certifi` reads from the system, as the one file that the wheel has. */
async function bundledCertificates(roots: readonly string[]): Promise<Uint8Array> {
  for (const root of roots) {
    const names = await readdir(join(root, CERTIFICATES)).catch(() => []);
    const texts = await Promise.all(names.sort().map((name) => readFile(join(root, CERTIFICATES, name))));
    if (names.length > 0) return new Uint8Array(Buffer.concat(texts));
  }
  throw new Error("debian.json has no package ca-certificates");
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
