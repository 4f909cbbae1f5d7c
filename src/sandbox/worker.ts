/**
 * The worker's script: boots a guest, then runs programs and sends what is recorded as it comes.
 * A program runs synchronously, so nothing is heard meanwhile; to stop one, the worker is terminated.
 */
import { bootPythonFromBuffers } from "../guests/python/boot-buffers.ts";
import type { Guest } from "../guests/guest.ts";
import { capReason } from "../trace/cap.ts";
import { Recorder } from "../trace/recorder.ts";
import type { RunCommand, WorkerBoot, WorkerReport } from "./protocol.ts";

/** How long recorded events may wait here, in real milliseconds: what a stopped program did is not lost. */
const FLUSH_AFTER_MS = 25;

// Taken now: while a program runs, `performance.now` is the program's virtual time.
const realNow = performance.now.bind(performance);

addEventListener(
  "message",
  ({ data }: MessageEvent<WorkerBoot>) => {
    const { port, ...assets } = data;
    const report = (message: WorkerReport, transfer: Transferable[] = []) =>
      port.postMessage(message, transfer);
    bootPythonFromBuffers(assets).then(
      (guest) => {
        port.onmessage = ({ data }: MessageEvent<RunCommand>) => run(guest, data, report);
        report({ type: "ready" });
      },
      (error: unknown) => report({ type: "failed", message: String(error).slice(0, 500) }),
    );
  },
  { once: true },
);

function run(
  guest: Guest,
  { run, source, seed, cap }: RunCommand,
  report: (message: WorkerReport, transfer?: Transferable[]) => void,
): void {
  let flushed = realNow();
  const recorder = new Recorder({
    cap,
    onChunk: (chunk) => {
      flushed = realNow();
      report({ type: "chunk", run, chunk }, [chunk.columns.kind.buffer]);
    },
    onFull: () => guest.halt(capReason(cap)),
  });
  const pulse = () => {
    if (realNow() - flushed > FLUSH_AFTER_MS) recorder.flush();
  };
  try {
    const end = guest.run(source, { seed, instrument: recorder, pulse });
    // A program that never began leaves no trace: the last good one stays.
    if (!end.invalid) recorder.flush();
    report({ type: "done", run, end });
  } catch (error) {
    report({ type: "failed", message: String(error).slice(0, 500) });
  }
}
