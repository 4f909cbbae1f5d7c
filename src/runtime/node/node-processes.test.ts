/** Processes of the system, by asyncio's interface. Node's own `spawnSync` is the oracle for what they write and how they end. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Instrument } from "../../events/instrument.ts";
import {
  asyncFor,
  type Coroutine,
  createSubprocessExec,
  createSubprocessShell,
  FileNotFoundError,
  gather,
  NotADirectoryError,
  PermissionError,
  pipe,
  PIPE,
  ProcessLookupError,
  runOnHost,
  sleep,
  STDOUT,
  waitFor,
} from "./index.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test.each([
  ["echo out; echo err >&2; exit 3", ""],
  ["cat", "hello\n"],
  ["read line; echo got $line; cat | wc -c", "first\nsecond\n"],
  ["kill -9 $$", ""],
  ["trap 'echo bye; exit 7' TERM; kill $$; sleep 5", ""],
  ["seq 50000 | tail -n 1", ""],
  ["nope", ""],
  ["true", "x".repeat(1_000_000)],
])("sh -c %j", async (command, input) => {
  const outcome = await runOnHost(
    (function* () {
      const process = yield* createSubprocessShell(command, { stdin: PIPE, stdout: PIPE, stderr: PIPE });
      const [stdout, stderr] = yield* process.communicate(input);
      return { stdout: text(stdout), stderr: text(stderr), returncode: process.returncode };
    })(),
  );
  const native = spawnSync("/bin/sh", ["-c", command], { input, encoding: "utf8" });
  const returncode = native.status ?? -({ SIGKILL: 9 }[native.signal as "SIGKILL"] ?? 0);
  expect(outcome).toEqual({ stdout: native.stdout, stderr: native.stderr, returncode });
});

test("lines come as they are written, and the answers go back", async () => {
  const lines: string[] = [];
  await runOnHost(
    (function* (): Coroutine<void> {
      const cat = yield* createSubprocessExec("cat", [], { stdin: PIPE, stdout: PIPE });
      cat.stdin.write("1\n");
      yield* asyncFor(cat.stdout, function* (line) {
        lines.push(text(line));
        if (lines.length === 3) cat.stdin.close();
        else cat.stdin.write(`${lines.length + 1}\n`);
        yield* cat.stdin.drain();
      });
      lines.push(String(yield* cat.wait()));
    })(),
  );
  expect(lines).toEqual(["1\n", "2\n", "3\n", "0"]);
});

test("much goes through in both directions, at the pace of the slower side", async () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251);
  const back = await runOnHost(
    (function* () {
      const cat = yield* createSubprocessExec("cat", [], { stdin: PIPE, stdout: PIPE });
      const [output] = yield* cat.communicate(bytes);
      return output;
    })(),
  );
  expect(Buffer.compare(back, bytes)).toBe(0);
});

test("errors go where the output goes, in order", async () => {
  const output = await runOnHost(
    (function* () {
      const command = "for n in 1 2 3; do echo out $n; echo err $n >&2; done";
      const shell = yield* createSubprocessShell(command, { stdout: PIPE, stderr: STDOUT });
      const [all] = yield* shell.communicate();
      return text(all);
    })(),
  );
  expect(output).toBe("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
});

test("signals, timeouts, and a process that has ended", async () => {
  const seen = await runOnHost(
    (function* () {
      const process = yield* createSubprocessExec("sleep", ["30"], { stdout: PIPE });
      const late = yield* gather([waitFor(process.wait(), 0.05)], { returnExceptions: true });
      process.terminate();
      const status = yield* process.wait();
      yield* sleep(0);
      let after: unknown = null;
      try {
        process.kill();
      } catch (error) {
        after = error;
      }
      return { late: (late[0] as Error).name, status, returncode: process.returncode, after };
    })(),
  );
  expect(seen).toMatchObject({ late: "TimeoutError", status: -15, returncode: -15 });
  expect(seen.after).toBeInstanceOf(ProcessLookupError);
});

test("pipes of the program join processes", async () => {
  const count = await runOnHost(
    (function* () {
      const [fromSeq, toGrep] = pipe();
      yield* createSubprocessExec("seq", ["400"], { stdout: toGrep });
      toGrep.close();
      const grep = yield* createSubprocessExec("grep", ["-c", "3"], { stdin: fromSeq, stdout: PIPE });
      fromSeq.close();
      const [output] = yield* grep.communicate();
      return text(output);
    })(),
  );
  expect(count).toBe(spawnSync("sh", ["-c", "seq 400 | grep -c 3"], { encoding: "utf8" }).stdout);
});

test("programs and folders that are not there, and a file that is no program", async () => {
  const start = (name: string, cwd?: string) =>
    runOnHost(createSubprocessExec(name, [], cwd === undefined ? {} : { cwd }));
  await expect(start("no-such-program")).rejects.toThrow(FileNotFoundError);
  await expect(start("no-such-program")).rejects.toThrow("No such file or directory: 'no-such-program'");
  await expect(start("/etc/passwd")).rejects.toThrow(PermissionError);
  await expect(start("true", "/no/such/folder")).rejects.toThrow(FileNotFoundError);
  await expect(start("true", "/etc/passwd")).rejects.toThrow(NotADirectoryError);
});

test("environment and folder", async () => {
  const output = await runOnHost(
    (function* () {
      const env = { NAME: "Ada", PATH: process.env["PATH"] ?? "" };
      const shell = yield* createSubprocessShell("echo $NAME; pwd", { stdout: PIPE, cwd: "/", env });
      const [all] = yield* shell.communicate();
      return text(all);
    })(),
  );
  expect(output).toBe("Ada\n/\n");
});

test("a process that is left runs no longer than its loop, and the trace has all three events", async () => {
  const events: unknown[] = [];
  const instrument: Instrument = {
    processStarted: (_, __, command) => void events.push(command),
    processSignalled: (_, __, name) => void events.push(name),
    processExited: (_, __, status) => void events.push(status),
  };
  const pid = await runOnHost(
    (function* () {
      const first = yield* createSubprocessExec("sleep", ["40"]);
      first.kill();
      yield* first.wait();
      const left = yield* createSubprocessExec("sleep", ["41"]);
      return left.pid;
    })(),
    { instrument },
  );
  expect(events).toEqual(["sleep 40", "SIGKILL", -9, "sleep 41"]);
  await expect.poll(() => isThere(pid), { timeout: 5000 }).toBe(false);
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
