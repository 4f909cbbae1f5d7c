/**
 * A real PostgreSQL for the programs of the corpus: a new cluster each time, at the usual port of loopback, where any password is
 * right. `POSTGRES_SERVER` names the program `postgres`, which has `initdb` beside it; both refuse to run as root, so root
 * runs them as the user `postgres`. Called by `native.ts`.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const POSTGRES_PORT = 5432;

export interface NativePostgres {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Start it. The caller waits until it listens. */
export async function startPostgres(): Promise<NativePostgres> {
  const server = process.env["POSTGRES_SERVER"] ?? "postgres";
  const folder = await mkdtemp(join(tmpdir(), "loopscope-postgres-"));
  const user = process.getuid?.() === 0 ? await userNamed("postgres") : null;
  if (user) await chown(folder, user.uid, user.gid);
  const cluster = join(folder, "cluster");
  const options = { ...user, cwd: folder };
  const how = ["-D", cluster, "-U", "postgres", "-A", "trust", "--locale", "C.UTF-8", "--no-sync"];
  await run(join(dirname(server), "initdb"), how, options);
  const where = ["-D", cluster, "-p", `${POSTGRES_PORT}`, "-h", "127.0.0.1", "-k", folder];
  const started = spawn(server, where, { ...options, stdio: "ignore" });
  return {
    process: started,
    stop: async () => {
      const over = once(started, "exit");
      // A fast shutdown: it ends the sessions that are left.
      if (started.exitCode === null && started.kill("SIGINT")) await over;
      await rm(folder, { recursive: true });
    },
  };
}

async function userNamed(name: string): Promise<{ uid: number; gid: number }> {
  const numberOf = async (option: string) => Number((await run("id", [option, name])).stdout);
  return { uid: await numberOf("-u"), gid: await numberOf("-g") };
}
