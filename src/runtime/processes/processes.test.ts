/**
 * Processes without a guest: command lines print what the shell and the commands of a real system print
 * (`record-shell.py`), and processes report their turns, their signals and their ends.
 */
import { expect, test } from "vitest";
import native from "../../testing/processes/shell-native.json";
import { actor, World } from "../../testing/network/world.ts";
import { PipeReader, PipeWriter } from "../network/pipe.ts";
import type { Process, Program } from "./process.ts";
import { noFiles } from "./process-files.ts";
import { consoleStream, EndpointStream, nullStream, type ProcessStream } from "./process-stream.ts";
import { Processes } from "./processes.ts";
import { SIGCONT, SIGKILL, SIGSTOP, SIGTERM } from "./signal-numbers.ts";

/** A table of processes, and what they print. */
class Machine extends World {
  readonly processes = new Processes(this.network.kernel, noFiles, null);
  readonly printed = { stdout: "", stderr: "" };

  /** Start a command line of one program, on the console. */
  start(argv: readonly string[], streams: Partial<Record<0 | 1 | 2, ProcessStream>> = {}): Process {
    const decoder = new TextDecoder();
    const write = (name: "stdout" | "stderr") =>
      consoleStream((bytes) => (this.printed[name] += decoder.decode(bytes)));
    const program = this.processes.find(argv[0] as string) as Program;
    return this.processes.start(
      program,
      {
        argv,
        env: new Map(Object.entries({ PATH: "/usr/bin:/bin" })),
        cwd: "/",
        streams: [streams[0] ?? nullStream, streams[1] ?? write("stdout"), streams[2] ?? write("stderr")],
      },
      actor,
    );
  }

  pipe(): [PipeReader, PipeWriter] {
    const reader = new PipeReader(this.network.kernel);
    return [reader, new PipeWriter(this.network.kernel, reader)];
  }

  /** Return the events of processes so far, without those of their pipes. */
  turns(): string[] {
    return this.events().filter((event) => event.includes(" process"));
  }
}

/** A shell names itself by its path, and a line, as dash does. */
const inWords = (errors: string) => errors.replaceAll(/^(\/bin\/)?sh: (\d+: )?/gm, "sh: ");

test.each(Object.entries(native))("as natively: %s", (command, { stdout, stderr, status }) => {
  const machine = new Machine();
  const shell = machine.start(["/bin/sh", "-c", command]);
  machine.run(60);
  expect({ ...machine.printed, stderr: inWords(machine.printed.stderr), status: shell.status }).toEqual({
    stdout,
    stderr: inWords(stderr),
    status,
  });
  // All others have left the table.
  expect(machine.processes.children).toEqual([shell]);
});

test("a command reports its turns, and what it waits for", () => {
  const machine = new Machine();
  const [reader, writer] = machine.pipe();
  machine.start(["cat"], { 0: new EndpointStream(reader) });
  machine.run(1);
  writer.write(new Uint8Array([104, 105]), actor);
  machine.run(2);
  writer.close(actor);
  machine.run(3);
  expect(machine.turns()).toMatchInlineSnapshot(`
    [
      "0 processStarted: process 101, command cat, stdin 1, task 1, line 7",
      "0.001 processResumed: process 101",
      "0.001 processSuspended: process 101, reason read, endpoint 1",
      "1.0001 processResumed: process 101",
      "1.0001 processSuspended: process 101, reason read, endpoint 1",
      "2.0001 processResumed: process 101",
      "2.0001 processExited: process 101",
    ]
  `);
  expect(machine.printed.stdout).toBe("hi");
});

test("a full pipe stops its writer, which continues when it is read", () => {
  const machine = new Machine();
  const [reader, writer] = machine.pipe();
  const seq = machine.start(["seq", "100000"], { 1: new EndpointStream(writer) });
  machine.run(1);
  expect(seq.awaited).toEqual({ reason: "write", endpoint: writer.id });
  expect(seq.waitsFor).toBe("room for its output");
  let total = 0;
  const target = new Uint8Array(65_536);
  for (let count = 1; count > 0; total += Math.max(0, count)) {
    count = reader.read(target, actor);
    machine.run(machine.clock.time() + 1);
  }
  expect(total).toBe(588_895);
  expect(seq.status).toBe(0);
});

test("a writer without a reader ends by SIGPIPE", () => {
  const machine = new Machine();
  const [reader, writer] = machine.pipe();
  const yes = machine.start(["yes"], { 1: new EndpointStream(writer) });
  machine.run(1);
  reader.close(actor);
  machine.run(2);
  expect(yes.status).toBe(-13);
  expect(machine.turns().at(-1)).toContain("signal SIGPIPE");
});

test("signals: one that ends, one that stops, one that continues, one after the end", () => {
  const machine = new Machine();
  const [first, second] = [machine.start(["sleep", "5"]), machine.start(["sleep", "5"])];
  machine.run(1);
  first.signal(SIGTERM, actor);
  second.signal(SIGSTOP, actor);
  machine.run(8);
  expect([first.status, second.status]).toEqual([-15, null]);
  second.signal(SIGCONT, actor);
  machine.run(9);
  expect(second.status).toBe(0);
  machine.turns();
  second.signal(SIGKILL, actor);
  machine.run(10);
  expect(machine.turns()).toEqual([]);
});

test("a process that has ended stays in the table until its status is read", () => {
  const machine = new Machine();
  const ended = machine.start(["true"]);
  machine.run(1);
  expect(machine.processes.running).toEqual([]);
  expect(machine.processes.get(ended.pid)).toBe(ended);
  machine.processes.reap(ended);
  expect(machine.processes.get(ended.pid)).toBeUndefined();
  expect(machine.start(["true"]).pid).toBe(ended.pid + 1);
});
