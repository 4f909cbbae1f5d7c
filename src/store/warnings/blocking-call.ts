/**
 * Finding of a blocking call inside of a callback: nothing else of its loop runs until the call returns. A line whose call
 * blocks again and again is one finding, dated at the first time, with their number and sum.
 */
import type { EventOf, TraceEvent } from "../../events/event.ts";
import { countText, durationText } from "../../base/number-text.ts";
import type { ProgramText } from "./program-text.ts";
import type { Check, Finding } from "./warning.ts";

/** Replacements of calls that only let time pass. */
const INSTEAD: Readonly<Record<string, string>> = {
  "time.sleep": "`await asyncio.sleep(…)`, or run the call in a thread",
  sleepBlocking: "`await sleep(…)`",
};

/** Name of computing in a loop that reads the clock, and the seconds of it in a callback that are slow, as in asyncio's debug mode. */
const COMPUTING = "a busy loop";
const SLOW = 0.1;
/** Seconds that are not worth a number, as of a call that has waited for a server of the same machine. */
const SHORT = 0.001;

/** What one line of the program has blocked so far. */
interface Blocks {
  /** Event and task of the first time. */
  readonly index: number;
  readonly task: number;
  readonly line: number;
  readonly call: string;
  times: number;
  seconds: number;
}

export class BlockingCall implements Check {
  readonly diagnosis = "blockingCall";
  readonly #byPlace = new Map<string, Blocks>();
  /** Thread that is at work, loop that is, and the thread of each loop; 0 is the main one. */
  #thread = 0;
  #loop = 0;
  readonly #loopThreads = new Map<number, number>();
  /** Task of the callback that runs in the loop of a thread, 0 for none, by thread; and the wait that suspends it. */
  readonly #callbacks = new Map<number, number>();
  readonly #waits = new Map<number, EventOf<"threadSuspended">>();
  /** Seconds that the callback of the main thread has computed, and the line at which that began. */
  #computed = 0;
  #line = 0;

  constructor(readonly text: ProgramText) {}

  see(event: TraceEvent): Finding | null {
    const loopThread = this.#loopThreads.get(this.#loop) ?? 0;
    switch (event.kind) {
      case "loopStarted":
        this.#loopThreads.set(this.#loop, this.#thread);
        break;
      case "loopSwitched":
        this.#loop = event.loop;
        break;
      case "handleStarted":
        this.#callbacks.set(loopThread, event.task);
        if (loopThread === 0) this.#computed = 0;
        break;
      case "handleEnded":
        this.#callbacks.delete(loopThread);
        break;
      case "loopBlocked":
        if (!this.#callbacks.has(0)) break;
        if (event.call === COMPUTING) return this.#computes(event);
        return this.#blocks(event, event.line, event.duration, true);
      case "threadStarted":
        this.#thread = event.thread;
        break;
      case "threadEnded":
        this.#thread = 0;
        break;
      case "threadSuspended":
        this.#thread = 0;
        if (this.#callbacks.has(event.thread)) this.#waits.set(event.thread, event);
        break;
      case "threadResumed":
        this.#thread = event.thread;
        return this.#continues(event);
      default:
    }
    return null;
  }

  /** A thread whose loop runs a callback was suspended in that. */
  #continues({ thread, time }: EventOf<"threadResumed">): Finding | null {
    const wait = this.#waits.get(thread);
    this.#waits.delete(thread);
    if (!wait || time === wait.time || wait.call === COMPUTING) return null;
    const task = this.#callbacks.get(thread) ?? 0;
    return this.#blocks({ index: wait.index, task, call: wait.call }, wait.line, time - wait.time, true);
  }

  /** Computing counts once for each callback, as soon as it is slow. */
  #computes(event: EventOf<"loopBlocked">): Finding | null {
    const before = this.#computed;
    if (before === 0) this.#line = event.line;
    this.#computed += event.duration;
    if (this.#computed < SLOW) return null;
    return before < SLOW
      ? this.#blocks(event, this.#line, this.#computed, true)
      : this.#blocks(event, this.#line, event.duration, false);
  }

  #blocks(
    { index, task, call }: { index: number; task: number; call: string },
    line: number,
    seconds: number,
    isNew: boolean,
  ): Finding {
    const place = `${line || call}`;
    const blocks = this.#byPlace.get(place) ?? { index, task, line, call, times: 0, seconds: 0 };
    this.#byPlace.set(place, blocks);
    blocks.seconds += seconds;
    if (isNew) blocks.times++;
    return { index: blocks.index, task: blocks.task, line, message: this.#message(blocks) };
  }

  #message({ call, line, times, seconds }: Blocks): string {
    const name = call === COMPUTING ? "A busy loop" : call;
    const long = seconds < SHORT ? "" : ` for ${durationText(seconds)}`;
    // One call of a library blocks several times, to connect and to read.
    const count = call in INSTEAD ? ` ${countText(times)} times` : "";
    const often = times > 1 ? `${count}${long && `,${long} in all`}` : long;
    const elsewhere = this.text.say("run the call in a thread", "interrupt it with `await sleep(0)`");
    const instead = INSTEAD[call] ?? `an \`await\` that does the same, or ${elsewhere}`;
    return `${name}${line ? ` on line ${line}` : ""} blocks the event loop${often}: no other task, timer or callback can run. Use ${instead}.`;
  }
}
