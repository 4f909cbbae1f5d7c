/** PostgreSQL's engine in Node: started once in a process, from the files of PGlite's package, for programs that may ask it. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { startPostgres } from "../hosts/postgres/engine.ts";
import type { PostgresEngine } from "../hosts/postgres/parties.ts";
import { mayAskPostgres } from "../share/hosts.ts";
import type { Program } from "../share/program.ts";

/** Return the engine for a program; null for one that asks no PostgreSQL. */
export async function postgresFor(
  program: Pick<Program, "language" | "source">,
): Promise<PostgresEngine | null> {
  return mayAskPostgres(program) ? postgresInNode() : null;
}

let engine: Promise<PostgresEngine> | undefined;

/** Return the engine; the first call takes seconds. */
export function postgresInNode(): Promise<PostgresEngine> {
  return (engine ??= start());
}

async function start(): Promise<PostgresEngine> {
  const folder = dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite"));
  const read = async (name: string) => new Uint8Array(await readFile(join(folder, name))).buffer;
  const [wasm, initdbWasm, data] = await Promise.all(["pglite.wasm", "initdb.wasm", "pglite.data"].map(read));
  return startPostgres({
    wasm: wasm as ArrayBuffer,
    initdbWasm: initdbWasm as ArrayBuffer,
    data: data as ArrayBuffer,
  });
}
