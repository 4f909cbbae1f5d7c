/**
 * What Python calls: the module `_loopscope`. Integers and short strings cross, never objects; the handles of a
 * Python loop are known here by number only.
 *
 * Every hook that Python reports through stamps the run's virtual time.
 */
import { guardInstrument, silenceInstrument, type Hooks } from "../../runtime/instrument/instrument.ts";
import { Journal, type SharedNumbers } from "./journal.ts";
import { PythonLoop } from "./python-loop.ts";
import { ThreadClock, threadFunctions } from "./thread-clock.ts";

export class HostModule {
  /** The virtual time at which the program ended or was stopped; null while it runs. */
  endTime: number | null = null;
  #hooks: Hooks = guardInstrument({});
  #clock = new ThreadClock(this.#hooks);
  #pulse: (line: number) => void = () => {};
  #journal = new Journal(this.#clock, this.#hooks);
  #entries: Shared<Int32Array> | null = null;
  #whens: Shared<Float64Array> | null = null;
  #haltReason: string | null = null;
  /** The time that the program has just spent in a loop that reads the clock, not told yet. */
  #busy: { seconds: number; task: number; line: number } | null = null;
  #ended = false;

  /** Ready for a new program. */
  begin(clock: ThreadClock, hooks: Hooks, pulse: (line: number) => void): void {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#pulse = pulse;
    this.#journal = new Journal(clock, hooks);
    this.#haltReason = null;
    this.#busy = null;
    this.#ended = false;
    this.endTime = null;
  }

  halt(reason: string): void {
    if (this.#haltReason !== null) return;
    this.#haltReason = reason;
    this.#end();
  }

  /** From here on the program only unwinds: no loop goes on, and nothing is part of its run any more. */
  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.endTime = this.#clock.mainTime();
    for (const loop of this.#journal.loops) loop.halt();
    silenceInstrument(this.#hooks);
  }

  /** Catches up with Python: whatever else it tells happened after what is in its journal. */
  #replay(): void {
    if (this.#busy) {
      const { seconds, task, line } = this.#busy;
      this.#busy = null;
      this.#hooks.loopBlocked(this.#clock.time(), seconds, task, "a busy loop", line);
    }
    this.#journal.replay(this.#entries!.numbers(), this.#whens!.numbers());
  }

  /**
   * Begins an iteration, once Python's journal is read. Returns the number of handles in its batch, or what ends the
   * run, negative. Answers in the journal's place, from its second number on: how many further iterations are leased
   * to Python, how many timers came due, and their numbers.
   */
  #begin(loop: PythonLoop, stopping: boolean): number {
    this.#replay();
    const begun = loop.begin(stopping);
    const answer = this.#entries!.numbers();
    answer[1] = loop.lease;
    answer[2] = loop.due.length;
    answer.set(loop.due, 3);
    return begun;
  }

  #newLoop() {
    const loop = new PythonLoop(this.#clock.hooksOfNewLoop(), this.#clock);
    if (this.#ended) loop.halt();
    return {
      number: this.#journal.loops.push(loop) - 1,
      time: () => loop.time(),
      begin: () => this.#begin(loop, false),
      beginStopping: () => this.#begin(loop, true),
      timers: () => loop.pendingTimers(),
      enter: () => loop.enter(),
      leave: () => loop.leave(),
      close: () => loop.close(),
    };
  }

  /** The module's contents, as Python sees them. */
  readonly module = {
    newLoop: () => this.#newLoop(),
    /** Where the journal is from now on. */
    share: (entries: SharedNumbers, whens: SharedNumbers) => {
      this.#entries?.close();
      this.#whens?.close();
      // What Python gives is ours for the call only.
      const [ints, doubles] = [entries.copy(), whens.copy()];
      this.#entries = new Shared(ints, () => ints.getBuffer("i32"));
      this.#whens = new Shared(doubles, () => doubles.getBuffer("f64"));
    },
    replay: () => this.#replay(),
    name: (text: string) => this.#journal.addText(text),
    end: () => this.#end(),
    haltReason: () => this.#haltReason ?? "",
    clockReadings: () => this.#clock.takeReadings(),
    /** Lets time pass in a loop that reads the clock. Nothing else has happened since it was called last. */
    busy: (seconds: number, task: number, line: number) => {
      this.#clock.advanceTo(this.#clock.time() + seconds);
      if (this.#clock.inThread) return;
      this.#busy ??= { seconds: 0, task, line };
      this.#busy.seconds += seconds;
    },
    /** True if the program must end. */
    pulse: (line: number) => {
      this.#pulse(line);
      return this.#ended;
    },
    ...threadFunctions(
      () => this.#clock,
      () => this.#hooks,
    ),
    resourceCreated: (
      resource: number,
      kind: string,
      name: string,
      value: number,
      line: number,
      base: string,
    ) => this.#hooks.resourceCreated(this.#clock.time(), resource, kind, name, value, line, base),
    resourceWaited: (resource: number, task: number, value: number, line: number) =>
      this.#hooks.resourceWaited(this.#clock.time(), resource, task, value, line),
    resourceAcquired: (resource: number, task: number, value: number, line: number) =>
      this.#hooks.resourceAcquired(this.#clock.time(), resource, task, value, line),
    resourceReleased: (resource: number, task: number, value: number, line: number) =>
      this.#hooks.resourceReleased(this.#clock.time(), resource, task, value, line),
    resourceChanged: (resource: number, task: number, change: string, value: number, line: number) =>
      this.#hooks.resourceChanged(this.#clock.time(), resource, task, change, value, line),
    queuePut: (queue: number, task: number, item: string, size: number, line: number, next: string) =>
      this.#hooks.queuePut(this.#clock.time(), queue, task, item, size, line, next),
    queueGot: (queue: number, task: number, item: string, size: number, line: number, next: string) =>
      this.#hooks.queueGot(this.#clock.time(), queue, task, item, size, line, next),
    childAdded: (resource: number, task: number, future: number, line: number) =>
      this.#hooks.childAdded(this.#clock.time(), resource, task, future, line),
    outputWritten: (stream: "stdout" | "stderr", text: string, task: number, line: number, thread: number) =>
      this.#hooks.outputWritten(this.#clock.time(), stream, text, task, line, thread),
    warningRaised: (message: string, line: number, diagnosis: string, task: number) =>
      this.#hooks.warningRaised(this.#clock.time(), message, line, diagnosis, task),
  };
}

/** A view of numbers in Python's memory, made anew when the memory has grown, which ends all views of it. */
class Shared<T extends Int32Array | Float64Array> {
  #buffer: { data: T; release(): void };

  constructor(
    readonly owner: SharedNumbers,
    readonly open: () => { data: T; release(): void },
  ) {
    this.#buffer = open();
  }

  numbers(): T {
    if (this.#buffer.data.length === 0) {
      this.#buffer.release();
      this.#buffer = this.open();
    }
    return this.#buffer.data;
  }

  close(): void {
    this.#buffer.release();
    this.owner.destroy();
  }
}
