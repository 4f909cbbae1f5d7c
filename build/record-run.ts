/** Recorder of packed runs, called by recorded-runs.ts at build time, and by generate/library-runs.ts. */
import type { Guest } from "../src/guests/guest.ts";
import { bootPythonInNode } from "../src/guests/python/boot-node.ts";
import { TypeScriptInNode } from "../src/guests/typescript/compile-node.ts";
import type { WheelFile } from "../src/share/packages.ts";
import { conditionsOf, type Program } from "../src/share/program.ts";
import type { Chunk } from "../src/trace/chunk.ts";
import { packRun } from "../src/formats/packed-run.ts";
import { postgresFor } from "../src/cli/postgres.ts";
import { recordChunks } from "../src/cli/record.ts";

/** Python guest, booted once, as booting takes seconds. */
let python: Promise<Guest> | undefined;

/** Record a program with its wheels, and return its packed run (`src/formats/packed-run.ts`). */
export async function recordRun(program: Program, wheels: readonly WheelFile[] = []): Promise<string> {
  const { language, source, seed } = program;
  const guest = language === "python" ? await (python ??= bootPythonInNode()) : new TypeScriptInNode();
  const chunks: Chunk[] = [];
  const options = { ...conditionsOf(program), wheels, postgres: await postgresFor(program) };
  const { end } = recordChunks(guest, source, seed, (chunk) => chunks.push(chunk), options);
  return packRun({ chunks, end });
}
