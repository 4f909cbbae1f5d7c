/**
 * Native CPython (`PYTHON`, or `python3`) for the programs of the corpus, with wheels unpacked on its path: over real loopback, with
 * a real Redis (`REDIS_SERVER`) or PostgreSQL (`POSTGRES_SERVER`), and with real visitors and a real Ctrl-C for a program that only serves. Called by `main.ts`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { unzipSync } from "fflate";
import { POSTGRES_PORT, startPostgres } from "./native-postgres.ts";

const REDIS_PORT = 6379;
const TIMEOUT = 60_000;

/** True for a program that is to be visited, by its name. */
export const isVisited = (name: string) => name.startsWith("visited-");

/** True for a program that asks a Redis which it does not play itself. */
const needsRedis = (name: string) => name.startsWith("redis-") && name !== "redis-client";

const needsPostgres = (name: string) => name.startsWith("postgres-");

/** Return the variable that must name a server for a program; null if it needs none that it lacks. */
export function lacksServer(name: string): string | null {
  const needed = needsRedis(name) ? "REDIS_SERVER" : needsPostgres(name) ? "POSTGRES_SERVER" : null;
  return needed !== null && process.env[needed] === undefined ? needed : null;
}

/** Return the lines that a program prints; one for stderr, if there is anything. */
export async function nativeLinesOf(
  name: string,
  source: string,
  wheels: readonly Uint8Array[],
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "loopscope-packages-"));
  const redis = needsRedis(name) ? await startRedis(folder) : null;
  const postgres = needsPostgres(name) ? await startPostgres() : null;
  try {
    if (postgres) await untilServing(postgres.process, POSTGRES_PORT);
    await unpackWheels(folder, wheels);
    const file = join(folder, "program.py");
    await writeFile(file, source);
    const env = { ...process.env, PYTHONPATH: folder, PYTHONUNBUFFERED: "1" };
    const program = spawn(process.env["PYTHON"] ?? "python3", [file], {
      cwd: folder,
      env,
      timeout: TIMEOUT,
    });
    const output = Promise.all([textOf(program.stdout), textOf(program.stderr)]);
    if (isVisited(name)) await visit(program, portIn(source));
    return linesIn(...(await output));
  } finally {
    redis?.kill();
    await postgres?.stop();
    await rm(folder, { recursive: true });
  }
}

/** Unpack wheels into a folder, for a path of native CPython. */
export async function unpackWheels(folder: string, wheels: readonly Uint8Array[]): Promise<void> {
  for (const wheel of wheels) {
    for (const [path, bytes] of Object.entries(unzipSync(wheel))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
  }
}

/** Return the lines of what was printed, and one for the failure, if there is one. */
export const linesIn = (stdout: string, failure: string) => [
  ...stdout.split("\n").slice(0, -1),
  ...(failure === "" ? [] : [`stderr: ${failure}`]),
];

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

const portIn = (source: string) => Number(/\b(?:80\d\d|5000)\b/.exec(source)?.[0]);

/** Visit a server as `runtime/network/visitors.ts` does, and press Ctrl-C. */
async function visit(program: ChildProcess, port: number): Promise<void> {
  await untilListening(port);
  const get = async () =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } })).text();
  await get();
  await Promise.all([get(), get()]);
  program.kill("SIGINT");
}

/** Start the real Redis at its port of loopback; it keeps its files in `folder`. */
export async function startRedis(folder: string): Promise<ChildProcess> {
  const args = ["--port", `${REDIS_PORT}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const redis = spawn(process.env["REDIS_SERVER"] ?? "redis-server", args, { stdio: "ignore" });
  await untilServing(redis, REDIS_PORT);
  return redis;
}

async function untilServing(server: ChildProcess, port: number): Promise<void> {
  const failed = once(server, "exit").then(() =>
    Promise.reject(new Error(`the server at ${port} has ended`)),
  );
  await Promise.race([untilListening(port), failed]);
  failed.catch(() => {});
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await wait(50);
  }
  throw new Error(`no server listens at port ${port}`);
}
