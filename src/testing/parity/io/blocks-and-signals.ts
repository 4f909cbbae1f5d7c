/** Programs that block the loop, and that get signals. */
import { asyncFor } from "../../../runtime/asyncgen/async-iteration.ts";
import type { StreamReader } from "../../../runtime/io/stream-reader.ts";
import type { StreamWriter } from "../../../runtime/io/stream-writer.ts";
import { raiseSignal, type Signal } from "../../../runtime/io/signals.ts";
import { openConnection, startServer } from "../../../runtime/io/streams.ts";
import { sleepBlocking } from "../../../runtime/loop/blocking.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { currentTask } from "../../../runtime/tasks/task.ts";
import type { Kit } from "../kit.ts";

const HOST = "127.0.0.1";

function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  yield* asyncFor(reader, function* (line) {
    writer.write(new TextDecoder().decode(line).toUpperCase());
    yield* writer.drain();
  });
  writer.close();
}

const raises = (signal: Signal) => [() => raiseSignal(signal), { name: "raiseSignal" }] as const;

export function* blocked({ log }: Kit): Coroutine<void> {
  const server = yield* startServer(echo, HOST, 8000);
  const [reader, writer] = yield* openConnection(HOST, 8000);
  writer.write("line\n");
  sleepBlocking(1);
  log(yield* reader.readline());
  sleepBlocking(0);
  writer.close();
  server.close();
  yield* server.waitClosed();
}

export function* handled({ log, loop }: Kit): Coroutine<void> {
  const stop = loop.createFuture<void>();
  loop.addSignalHandler("SIGINT", () => stop.setResult(), { name: "setResult" });
  loop.callLater(1, ...raises("SIGINT"));
  yield* stop;
  log("stopped");
  log(loop.removeSignalHandler("SIGINT"), loop.removeSignalHandler("SIGINT"));
}

export function* handledTwice({ log, loop }: Kit): Coroutine<void> {
  loop.addSignalHandler("SIGTERM", () => log("first"), { name: "log" });
  loop.addSignalHandler("SIGTERM", () => log("second"), { name: "log" });
  raiseSignal("SIGTERM");
  raiseSignal("SIGTERM");
  log("raised");
  yield* sleep(1);
}

export function* interrupted({ log, loop }: Kit): Coroutine<void> {
  loop.callLater(1, ...raises("SIGINT"));
  try {
    yield* sleep(5);
  } finally {
    log("cleans up");
    yield* sleep(1);
    log("is clean");
  }
}

export function* interruptSwallowed({ attempt, log }: Kit): Coroutine<void> {
  raiseSignal("SIGINT");
  yield* attempt(sleep(5));
  currentTask()?.uncancel();
  log("ends");
}

export function* serverStoppedBySignal({ attempt, check, log, loop, spawn }: Kit): Coroutine<void> {
  const server = yield* startServer(echo, HOST, 8000);
  const task = spawn("serves", server.serveForever());
  loop.addSignalHandler("SIGTERM", () => void task.cancel(), { name: "Task.cancel" });
  loop.callLater(2, ...raises("SIGTERM"));
  const [reader, writer] = yield* openConnection(HOST, 8000);
  writer.write("line\n");
  log(yield* reader.readline());
  writer.close();
  yield* attempt(task);
  check(() => server.isServing());
}
