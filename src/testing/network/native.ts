/** Real sockets: `native.py` in this machine's `python3`. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("native.py", import.meta.url));

/** Run programs on real sockets; return what each line of each returned. Throws what Python writes to stderr. */
export function runNatively(programs: readonly (readonly string[])[]): string[][] {
  const { status, stdout, stderr } = spawnSync("python3", [script], {
    input: JSON.stringify(programs),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[][];
}
