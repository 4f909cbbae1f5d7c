/**
 * Packing before tests: it is done once, and what the archive does not have is one line. A small archive on loopback stands for
 * Debian's, with a package that `dpkg-deb` has built.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packIfNeeded } from "./pack-folder.ts";

const scratch = mkdtempSync(join(tmpdir(), "loopscope-packing-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Build a package with a library of one module. */
function buildDeb(name: string): { deb: string; sha256: string; bytes: Buffer } {
  const root = join(scratch, name);
  const libraries = join(root, "usr/lib/python3/dist-packages");
  const info = join(libraries, `${name}-1.0.dist-info`);
  mkdirSync(info, { recursive: true });
  mkdirSync(join(root, "DEBIAN"));
  writeFileSync(
    join(root, "DEBIAN/control"),
    `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: A <a@example.com>\nDescription: a\n`,
  );
  writeFileSync(join(libraries, `${name}.py`), "size = 1\n");
  writeFileSync(join(info, "METADATA"), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  const file = join(scratch, `${name}_1.0_all.deb`);
  execFileSync("dpkg-deb", ["--build", "--root-owner-group", root, file]);
  const bytes = readFileSync(file);
  return { deb: `${name}_1.0_all.deb`, sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
}

const hasDpkg = spawnSync("dpkg-deb", ["--version"]).status === 0;

test.runIf(hasDpkg)("wheels are packed once, and what cannot be had is one line", async () => {
  const kept = buildDeb("kept");
  const table = [kept, { deb: "gone_1.0_all.deb", sha256: "0".repeat(64) }];
  const asked: string[] = [];
  let isUp = false;
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    if (!isUp) response.writeHead(503).end();
    else if (url === `/${kept.deb}`) response.end(kept.bytes);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const archive = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const folder = join(scratch, "wheels");
  try {
    expect(await packIfNeeded(folder, table, archive)).toBe(
      "Tests of libraries are skipped: Debian's packages cannot be had (503 Service Unavailable).",
    );
    // What was not reached may be there now.
    isUp = true;
    const line =
      "Some tests of libraries are skipped, as these packages cannot be had: gone (the archive has dropped it).";
    expect(await packIfNeeded(folder, table, archive)).toBe(line);
    expect(readdirSync(folder)).toEqual(["kept-1.0-py3-none-any.whl", "lock.json", "packed.json"]);
    expect(readFileSync(join(folder, "lock.json"), "utf8")).toContain('"kept"');
    // What was dropped is not asked for again.
    asked.length = 0;
    expect(await packIfNeeded(folder, table, archive)).toBe(line);
    expect(asked).toEqual([]);
    // Another table is packed anew.
    expect(await packIfNeeded(folder, [kept], archive)).toBe("");
    expect(asked).toEqual([`/${kept.deb}`]);
    // A file that was changed is refused.
    const changed = [{ ...kept, sha256: "0".repeat(64) }];
    expect(await packIfNeeded(folder, changed, archive)).toContain("its sha256 is");
  } finally {
    server.close();
  }
});
