/** Processes: streams of them, signals, exit codes, programs that are not there. */
import { gather } from "../../../runtime/combinators/gather.ts";
import { waitFor } from "../../../runtime/combinators/wait.ts";
import { bytesRepr } from "../../../runtime/instrument/text-repr.ts";
import { pipe } from "../../../runtime/io/pipes.ts";
import {
  createSubprocessExec,
  createSubprocessShell,
  DEVNULL,
  PIPE,
  STDOUT,
  type SubprocessTransport,
} from "../../../runtime/io/processes/processes.ts";
import type { ProcessSignal } from "../../../runtime/io/processes/process-signals.ts";
import { SubprocessProtocol } from "../../../runtime/io/protocols.ts";
import type { WriteTransport } from "../../../runtime/io/transports.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import type { Kit } from "../kit.ts";
import { withCases } from "../with-cases.ts";

export const communicates = withCases(
  [
    ["cat", "hello"],
    ["cat", null],
    ["echo out; echo err >&2; exit 3", ""],
    ['read line; echo "got $line"; cat | wc -c', "first\nsecond\n"],
    ["tr a-z A-Z | sort -r | head -n 1", "pear\nfig\n"],
    ["seq 3 | while read n; do echo $((n * n)); done", null],
    ["sleep 1 & echo started; wait; echo ended", null],
    ["true && false || echo neither; false && echo both", null],
  ],
  function* ({ log }, command, text) {
    const process = yield* createSubprocessShell(command, { stdin: PIPE, stdout: PIPE, stderr: PIPE });
    log(process.pid, process.returncode);
    log(...(yield* process.communicate(text)));
    log(process.returncode);
  },
);

export const exitCodes = withCases(
  [
    ["exit 7"],
    ["true"],
    ["false"],
    ["nope"],
    ["sleep 1; exit 256"],
    ["kill -9 $$"],
    ["kill $$; sleep 1"],
    ["if"],
  ],
  function* ({ log }, command) {
    const process = yield* createSubprocessShell(command);
    log(yield* process.wait(), process.returncode);
    log(yield* process.wait());
  },
);

export function* pipesOfAProcess({ log }: Kit): Coroutine<void> {
  const process = yield* createSubprocessExec("cat", [], { stdin: PIPE, stdout: PIPE });
  for (let number = 0; number < 3; number++) {
    process.stdin.write(`line ${number}\n`);
    yield* process.stdin.drain();
    log(yield* process.stdout.readline());
    yield* sleep(0.5);
  }
  process.stdin.close();
  yield* process.stdin.waitClosed();
  log(yield* process.stdout.read(), process.stdout.atEof());
  log(yield* process.wait());
}

export function* linesOfAProcess({ log, spawn }: Kit): Coroutine<void> {
  function* clock(): Coroutine<void> {
    for (;;) {
      yield* sleep(0.5);
      log("tick");
    }
  }
  const task = spawn("clock", clock());
  const command = "for n in 1 2 3; do sleep 0.8; echo line $n; done; exit 4";
  const process = yield* createSubprocessShell(command, { stdout: PIPE });
  for (const lines = process.stdout[Symbol.asyncIterator](); ;) {
    const { done, value } = yield* lines.next();
    if (done) break;
    log(value);
  }
  log(yield* process.wait());
  task.cancel();
}

export const signalsToAProcess = withCases(
  [["SIGTERM"], ["SIGKILL"], ["SIGUSR1"], ["SIGCHLD"]],
  function* ({ log, check }, signal) {
    const process = yield* createSubprocessExec("sleep", ["5"], { stdout: PIPE });
    yield* sleep(1);
    if (signal === "SIGTERM") process.terminate();
    else if (signal === "SIGKILL") process.kill();
    else process.sendSignal(signal as ProcessSignal);
    log(process.returncode);
    log(yield* process.wait());
    yield* sleep(1);
    check(() => process.kill());
  },
);

export function* waitsWithATimeout({ attempt, log }: Kit): Coroutine<void> {
  const process = yield* createSubprocessExec("sleep", ["100"]);
  yield* attempt(waitFor(process.wait(), 1));
  log(process.returncode);
  process.kill();
  yield* attempt(process.wait());
}

export function* communicatesWithATimeout({ attempt, log }: Kit): Coroutine<void> {
  const command = "echo early; sleep 10; echo late";
  const process = yield* createSubprocessShell(command, { stdout: PIPE, stdin: PIPE });
  yield* attempt(waitFor(process.communicate("input"), 1));
  process.terminate();
  log(yield* process.wait());
  log(yield* process.stdout.read());
}

export function* missingPrograms({ attempt, log }: Kit): Coroutine<void> {
  for (const name of ["nope", "/bin/nope", "echo hello", ""])
    yield* attempt(createSubprocessExec(name, ["x"], { stdin: PIPE, stdout: PIPE, stderr: PIPE }));
  const process = yield* createSubprocessShell("nope; /bin/nope", { stderr: PIPE });
  log(...(yield* process.communicate()));
  log(process.returncode);
}

export function* outputThatIsNotRead({ attempt, log }: Kit): Coroutine<void> {
  for (const kills of [true, false]) {
    const process = yield* createSubprocessExec("seq", ["100000"], { stdout: PIPE });
    yield* attempt(waitFor(process.wait(), 5));
    if (kills) {
      process.kill();
      // The end of its output is behind what was not read.
      yield* attempt(waitFor(process.wait(), 5));
    }
    log((yield* process.stdout.read()).length);
    log(yield* process.wait());
  }
}

export function* inputThatIsNotRead({ attempt, log }: Kit): Coroutine<void> {
  const sleeping = yield* createSubprocessExec("sleep", ["2"], { stdin: PIPE });
  sleeping.stdin.write(new Uint8Array(200_000));
  yield* attempt(sleeping.stdin.drain());
  log(sleeping.stdin.isClosing());
  log(yield* sleeping.wait());
  sleeping.stdin.write("late");
  yield* attempt(sleeping.stdin.drain());
  yield* attempt(sleeping.stdin.waitClosed());
  const process = yield* createSubprocessExec("true", [], { stdin: PIPE, stdout: PIPE });
  log(...(yield* process.communicate(new Uint8Array(500_000))));
  log(process.returncode);
}

export function* muchInBothDirections({ log }: Kit): Coroutine<void> {
  const process = yield* createSubprocessExec("cat", [], { stdin: PIPE, stdout: PIPE });
  const text = new TextEncoder().encode("0123456789abcdef".repeat(40_000));
  const [output] = yield* process.communicate(text);
  const isEqual = output.every((byte, at) => byte === text[at]);
  log(output.length, isEqual, process.returncode);
}

export function* errorsAndOutputTogether({ log }: Kit): Coroutine<void> {
  const command = "echo one; echo two >&2; echo three";
  for (const stderr of [STDOUT, DEVNULL, PIPE] as const) {
    const process = yield* createSubprocessShell(command, { stdout: PIPE, stderr });
    log(...(yield* process.communicate()));
  }
  const process = yield* createSubprocessExec("cat", [], { stdin: DEVNULL, stdout: PIPE });
  log(...(yield* process.communicate()));
}

export function* pipesBetweenProcesses({ log }: Kit): Coroutine<void> {
  const [fromSeq, toGrep] = pipe();
  const seq = yield* createSubprocessExec("seq", ["40"], { stdout: toGrep });
  toGrep.close();
  const [fromGrep, toWc] = pipe();
  const grep = yield* createSubprocessExec("grep", ["3"], { stdin: fromSeq, stdout: toWc });
  fromSeq.close();
  toWc.close();
  const wc = yield* createSubprocessExec("wc", ["-l"], { stdin: fromGrep, stdout: PIPE });
  fromGrep.close();
  log(...(yield* wc.communicate()));
  log(...(yield* gather([seq.wait(), grep.wait(), wc.wait()])));
}

export function* manyProcesses({ log }: Kit): Coroutine<void> {
  function* one(number: number): Coroutine<number> {
    const process = yield* createSubprocessShell(`sleep 0.${number}; echo ${number}`, { stdout: PIPE });
    const [output] = yield* process.communicate();
    log(process.pid, output);
    return number;
  }
  log(...(yield* gather([3, 1, 2, 1, 5].map(one))));
}

export function* environmentsAndFolders({ log }: Kit): Coroutine<void> {
  const env = { NAME: "Ada", PATH: "/usr/bin:/bin" };
  const process = yield* createSubprocessShell('echo "$NAME"; env; pwd', { stdout: PIPE, env, cwd: "/" });
  log(...(yield* process.communicate()));
}

export function* cancelledStarts({ attempt, spawn }: Kit): Coroutine<void> {
  function* start(): Coroutine<void> {
    yield* createSubprocessExec("sleep", ["1"], { stdin: PIPE, stdout: PIPE });
  }
  for (let steps = 0; steps < 4; steps++) {
    const task = spawn(`start ${steps}`, start());
    for (let step = 0; step < steps; step++) yield* sleep(0);
    task.cancel();
    yield* attempt(task);
  }
  yield* sleep(2);
}

class Reporting extends SubprocessProtocol {
  constructor(
    readonly log: Kit["log"],
    readonly done: { setResult(): void },
  ) {
    super();
  }

  override connectionMade(transport: SubprocessTransport): void {
    this.log("made", transport.getPid(), transport.getReturncode());
    const stdin = transport.getPipeTransport(0) as WriteTransport;
    stdin.write("b\na\n");
    stdin.writeEof();
  }

  override pipeDataReceived(fd: number, data: Uint8Array): void {
    this.log("data", fd, bytesRepr(data));
  }

  override pipeConnectionLost(fd: number, error: Error | null): void {
    this.log("pipe lost", fd, error);
  }

  override processExited(): void {
    this.log("exited");
  }

  override connectionLost(error: Error | null): void {
    this.log("lost", error);
    this.done.setResult();
  }
}

export function* processesByProtocols({ log, loop }: Kit): Coroutine<void> {
  for (const start of [
    (factory: () => Reporting) => loop.subprocessExec(factory, "sort"),
    (factory: () => Reporting) => loop.subprocessShell(factory, "cat; echo done >&2; exit 3"),
  ]) {
    const done = loop.createFuture<void>();
    const [transport, protocol] = yield* start(() => new Reporting(log, done));
    log(transport.getProtocol() === protocol, transport.isClosing());
    yield* done;
    log(transport.getReturncode(), transport.isClosing(), transport.getPid());
    transport.close();
    log(transport.isClosing());
  }
}

export function* transportsThatAreClosed({ log, loop }: Kit): Coroutine<void> {
  const done = loop.createFuture<void>();
  const [transport] = yield* loop.subprocessExec(() => new Reporting(log, done), "sleep", ["10"]);
  yield* sleep(1);
  transport.close();
  transport.close();
  yield* done;
  log(transport.getReturncode());
}

export function* misuseOfStreams({ attempt, log }: Kit): Coroutine<void> {
  yield* attempt(createSubprocessExec("true", [], { stdout: STDOUT as never }));
  yield* attempt(createSubprocessShell(5 as never));
  yield* attempt(createSubprocessExec("true", [], { stdin: PIPE, stdout: PIPE, cwd: "/nowhere" }));
  const process = yield* createSubprocessExec("true");
  log(process, process.stdin, process.stdout, process.stderr);
  log(yield* process.wait());
}
