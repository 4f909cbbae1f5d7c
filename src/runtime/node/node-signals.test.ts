/** Signals of the system: each program is a process of its own, which gets them from this one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "loopscope-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The runtime as one module, for processes that know no TypeScript. */
beforeAll(async () => {
  const entry = fileURLToPath(new URL("./index.ts", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: entry, outDir: folder, rollupOptions: { output: { entryFileNames: "runtime.mjs" } } },
  });
}, 60_000);

/**
 * Run a program that prints "ready"; send it a signal then, and the next when it prints again: the system keeps no order of
 * signals. Return what it printed after that, and its exit status.
 */
async function interrupted(program: string, ...signals: NodeJS.Signals[]): Promise<[string, number | null]> {
  const text = `import { ${NAMES} } from ${JSON.stringify(join(folder, "runtime.mjs"))};\n${program}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    printed += part;
    const signal = signals.shift();
    if (signal) child.kill(signal);
  });
  const [status] = (await once(child, "close")) as [number | null];
  return [printed.replace("ready\n", ""), status];
}

const NAMES = "CancelledError, Event, getRunningLoop, KeyboardInterrupt, raiseSignal, runOnHost, sleep";

test("handlers of the loop get the system's signals, and SIGTERM is one", async () => {
  const program = `
    await runOnHost(function* () {
      const [loop, stop] = [getRunningLoop(), new Event()];
      loop.addSignalHandler("SIGUSR2", () => console.log("SIGUSR2"));
      loop.addSignalHandler("SIGTERM", () => { console.log("SIGTERM"); stop.set(); });
      console.log("ready");
      yield* stop.wait();
      loop.removeSignalHandler("SIGUSR2");
      console.log(process.listenerCount("SIGUSR2"));
    }());
    console.log(process.listenerCount("SIGTERM"), process.listenerCount("SIGINT"));`;
  expect(await interrupted(program, "SIGUSR2", "SIGTERM")).toEqual(["SIGUSR2\nSIGTERM\n0\n0 0\n", 0]);
});

test("Ctrl-C cancels the main task, which may clean up, and runOnHost rejects with KeyboardInterrupt", async () => {
  const program = `
    const main = function* () {
      try {
        console.log("ready");
        yield* sleep(60);
      } catch (error) {
        console.log(error instanceof CancelledError);
        yield* sleep(0.01);
        throw error;
      }
    };
    await runOnHost(main()).catch((error) => console.log(error instanceof KeyboardInterrupt));`;
  expect(await interrupted(program, "SIGINT")).toEqual(["true\ntrue\n", 0]);
});

test("a signal without a handler does what the system does", async () => {
  const program = `await runOnHost(function* () { console.log("ready"); yield* sleep(60); }());`;
  expect(await interrupted(program, "SIGTERM")).toEqual(["", null]);
});
