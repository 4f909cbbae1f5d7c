/**
 * One column of the runtime's benchmark, in a process of its own: `runtime.ts traced|untraced ROUNDS` prints one JSON
 * object with the seconds of each round by workload, and the nanoseconds of a callback by the number of callbacks.
 */
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { callSoonChain, workloads } from "./workloads.ts";

export interface Measured {
  seconds: Record<string, number[]>;
  /** By the number of callbacks, from 10^3 to 10^7. */
  nanosecondsACallback?: Record<string, number>;
  /** By workload, bytes of the trace in memory an event, without its texts; of a traced column alone. */
  bytesAnEvent?: Record<string, number>;
}

/** Rounds that are not counted: the engine compiles the code in them. */
const WARM_UP = 20;

/** Run the benchmark; return the exit status. */
export function main([column, rounds]: string[]): number {
  const isTraced = column === "traced";
  const seconds = Object.fromEntries(
    Object.entries(workloads).map(([name, workload]) => [name, measure(workload, Number(rounds), isTraced)]),
  );
  const nanosecondsACallback = Object.fromEntries(
    [1e3, 1e4, 1e5, 1e6, 1e7].map((count) => {
      // Short chains are repeated, since the clock is coarse.
      const times = Math.max(3, 3e5 / count);
      const all = measure(() => callSoonChain(count), times, isTraced).sort((a, b) => a - b);
      return [count, Math.round(((all[all.length >> 1] as number) / count) * 1e9)];
    }),
  );
  const measured: Measured = {
    seconds,
    nanosecondsACallback,
    ...(isTraced && { bytesAnEvent: bytesAnEvent() }),
  };
  process.stdout.write(JSON.stringify(measured));
  return 0;
}

function bytesAnEvent(): Record<string, number> {
  return Object.fromEntries(
    Object.entries(workloads).map(([name, workload]) => {
      const trace = new Trace();
      const recorder = new Recorder({
        cap: Infinity,
        onChunk: (chunk) => trace.append(chunk),
        onFull: () => {},
      });
      new EventLoop(recorder).runUntilComplete(workload());
      recorder.flush();
      return [name, trace.bytes / trace.length];
    }),
  );
}

function measure(workload: () => Coroutine<void>, rounds: number, isTraced: boolean): number[] {
  const times: number[] = [];
  const warmUp = rounds > 3 ? WARM_UP : 0;
  for (let round = -warmUp; round < rounds; round++) {
    const recorder = new Recorder({ cap: Infinity, onChunk: () => {}, onFull: () => {} });
    const loop = new EventLoop(isTraced ? recorder : {});
    const started = performance.now();
    loop.runUntilComplete(workload());
    if (round >= 0) times.push((performance.now() - started) / 1000);
  }
  return times;
}
