/**
 * The module `_loopscope`, which Python calls. Numbers and short strings cross, never objects: handles, tasks and
 * resources of Python are known here by number. Every hook that Python reports through gets the current virtual time.
 * Made by `python-guest.ts`, once an interpreter.
 */
import { EPOCH_MS } from "../../base/epoch.ts";
import { type EventKind, eventKinds, fieldsOf } from "../../events/event.ts";
import { guardInstrument, silenceInstrument, type Hooks } from "../../runtime/instrument/instrument.ts";
import { Journal, type SharedNumbers } from "./journal.ts";
import { PythonLoop } from "./python-loop.ts";
import { VirtualClock } from "../../runtime/loop/clock.ts";
import type { LoopKind } from "../../runtime/loop/clock-watch.ts";
import { Network } from "../../runtime/network/network.ts";
import { defaultSettings } from "../../runtime/network/settings.ts";
import { replacementOf } from "../../share/replaced-packages.ts";
import { Visitors } from "../../runtime/network/visitors.ts";
import { NetworkCalls } from "./network-calls.ts";
import type { FileSystem } from "./network-descriptors.ts";
import { ProcessCalls } from "./process-calls.ts";
import { reportReady } from "./network-selectors.ts";
import type { Spin } from "../../runtime/loop/scheduler.ts";
import { LoopNumbers } from "./loop-numbers.ts";
import { threadFunctions } from "./thread-functions.ts";
import { TlsCalls } from "./tls-calls.ts";

/** A Python function, as it crosses over. */
type ProgramTime = (() => number) & { copy(): ProgramTime; destroy(): void };

/** A bytearray of Python, as it crosses over. */
interface SharedBytes {
  copy(): { getBuffer(type: "u8"): { data: Uint8Array } };
}

/** Kinds that are about no loop. */
const ofThreads: ReadonlySet<EventKind> = new Set<EventKind>([
  "threadStarted",
  "threadSuspended",
  "threadResumed",
  "threadEnded",
  "resultAwaited",
]);

/** Codes of `spinning.py`. */
const spins: readonly Spin[] = ["no", "timeless", "timed"];

export class HostModule {
  /** The virtual time at which the program ended or was stopped; null while it runs. */
  endTime: number | null = null;
  #hooks: Hooks = guardInstrument({});
  #clock = new VirtualClock();
  #safepoint: (line: number, time: number) => void = () => {};
  #importing: (name: string) => void = () => {};
  #loops = new LoopNumbers(this.#clock, this.#hooks);
  #journal = new Journal(this.#clock, this.#hooks, this.#loops);
  #entries: Shared<Int32Array> | null = null;
  #floatOperands: Shared<Float64Array> | null = null;
  /** Place in Python's memory of one number: 1 if the program has read the clock since Python set it to 0. */
  #readings = 0;
  /** Python's memory, as a view that is new whenever the memory has grown. */
  readonly #memory: () => Int32Array;
  #network = new Network(this.#clock, this.#hooks, defaultSettings, 0);
  #visitors = new Visitors(this.#network, []);
  readonly #networkCalls: NetworkCalls;
  readonly #processCalls: ProcessCalls;
  readonly #tlsCalls: TlsCalls;
  /** Place in Python's memory of the payload that crosses. */
  #payload = { at: 0, size: 0 };
  #haltReason: string | null = null;
  readonly #ownTimes: ProgramTime[] = [];
  /** The time that the program has just spent in loops that read the clock, in seconds; not reported yet. */
  #busy: { seconds: number; task: number; line: number } | null = null;
  /** Time since which the loop has had nothing to do while another thread computes, if that is not reported; else null. */
  #idleSince: number | null = null;
  #ended = false;

  constructor(memory: () => Int32Array, fs: FileSystem) {
    this.#memory = memory;
    const payload = () =>
      new Uint8Array(memory().buffer as ArrayBuffer, this.#payload.at, this.#payload.size);
    this.#networkCalls = new NetworkCalls(fs, () => this.#network, payload);
    this.#processCalls = new ProcessCalls(
      fs,
      this.#networkCalls.descriptors,
      () => this.#network,
      () => this.#hooks,
    );
    this.#tlsCalls = new TlsCalls(payload, () => EPOCH_MS + 1000 * this.#clock.time());
  }

  /** Resets everything for a new program. */
  begin(
    clock: VirtualClock,
    hooks: Hooks,
    visitors: Visitors,
    safepoint: (line: number, time: number) => void,
    importing: (name: string) => void,
  ): void {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#networkCalls.reset();
    this.#processCalls.reset();
    this.#tlsCalls.reset();
    this.#network = visitors.network;
    this.#visitors = visitors;
    this.#safepoint = safepoint;
    this.#importing = importing;
    this.#loops = new LoopNumbers(clock, hooks);
    this.#journal = new Journal(clock, hooks, this.#loops);
    for (const time of this.#ownTimes.splice(0)) time.destroy();
    this.#haltReason = null;
    this.#busy = this.#idleSince = null;
    this.#ended = false;
    this.endTime = null;
  }

  /** Ends the running program at its next iteration or safepoint; the first reason stays. */
  halt(reason: string): void {
    if (this.#haltReason !== null) return;
    this.#haltReason = reason;
    this.#end();
  }

  /** Ends the recording. From here on the program only unwinds: no loop runs, and no event is recorded. */
  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.endTime = this.#clock.time();
    for (const loop of this.#journal.loops) loop.halt();
    silenceInstrument(this.#hooks);
  }

  /**
   * The virtual time in seconds, as the program reads it. Called from inside of system calls, too, where nothing of Python may
   * be called.
   */
  readonly readClock = (): number => {
    this.#clock.watch.readings++;
    if (this.#readings > 0) this.#memory()[this.#readings] = 1;
    return this.#clock.time();
  };

  #reportBusy(): void {
    if (this.#idleSince !== null) {
      this.#loops.show();
      this.#hooks.clockAdvanced(this.#clock.time(), this.#idleSince);
      this.#idleSince = null;
    }
    if (!this.#busy) return;
    const { seconds, task, line } = this.#busy;
    this.#busy = null;
    this.#loops.show();
    this.#hooks.loopBlocked(this.#clock.time(), seconds, task, "a busy loop", line);
  }

  /** Reads Python's journal. Any event that Python reports by a call of its own happened after that. */
  #replay(): void {
    this.#reportBusy();
    this.#journal.replay(this.#entries!.numbers(), this.#floatOperands!.numbers());
  }

  /**
   * Reads the journal and begins an iteration. Returns the number of handles in its batch, or a negative number for the
   * reason that ends the run. The rest of the answer is in the journal's memory, from its second number on: further
   * iterations that Python may begin by itself, the code of the spin, the count of timers that came due, and their
   * numbers.
   */
  #begin(loop: PythonLoop, stopping: boolean): number {
    this.#replay();
    this.#loops.show();
    const begun = loop.begin(stopping);
    const answer = this.#entries!.numbers();
    answer[1] = loop.lease;
    answer[2] = spins.indexOf(loop.spin);
    answer[3] = loop.due.length;
    answer.set(loop.due, 4);
    return begun;
  }

  /**
   * Let time pass until a timer of the loop is due or a descriptor is ready that `selector` watches, and report what is ready.
   * Time stands still if callbacks are ready, or the loop is stopping. Returns the number of descriptors that are ready; the
   * journal's memory has them from its second number on, each with the bits of what it is ready for.
   */
  #select(loop: PythonLoop, selector: number, stopping: boolean): number {
    this.#replay();
    const watched = this.#networkCalls.watched(selector);
    if (this.#ended || !watched) return 0;
    this.#loops.show();
    loop.waitForArrivals(() => watched.poll() !== 0, stopping);
    const ready = watched.ready();
    reportReady(ready, this.#hooks, this.#clock.time());
    return this.#answer(ready.flatMap(({ fd, mask }) => [fd, mask])) / 2;
  }

  /** Write numbers into the journal's memory, from its second number on; return their count. */
  #answer(numbers: readonly number[]): number {
    this.#entries!.numbers().set(numbers, 1);
    return numbers.length;
  }

  #newLoop() {
    const loop = new PythonLoop(this.#hooks, this.#clock);
    loop.arrivals = this.#network;
    this.#loops.add(loop);
    if (this.#ended) loop.halt();
    return {
      number: this.#journal.loops.push(loop) - 1,
      time: () => this.readClock(),
      begin: () => this.#begin(loop, false),
      beginStopping: () => this.#begin(loop, true),
      select: (selector: number, stopping: boolean) => this.#select(loop, selector, stopping),
      timers: () => loop.pendingTimers(),
      readyAt: () => loop.readyAt(),
      enter: () => {
        this.#loops.work(loop);
        this.#loops.show();
        loop.enter();
      },
      leave: () => {
        this.#loops.show();
        loop.leave();
      },
      close: () => loop.close(),
      /** Takes the `time` of a loop that overrides it. */
      setTime: (time: ProgramTime) => {
        const kept = time.copy();
        this.#ownTimes.push(kept);
        loop.ownTime = kept;
      },
      /** Takes what is known of the loop before an iteration of a spin. */
      setSpin: (waits: boolean, outsideDeadline: number) => {
        loop.waits = waits;
        loop.outsideDeadline = outsideDeadline;
      },
    };
  }

  /**
   * A function for each event kind, which reports it at the present time; its arguments are the fields. (Events of
   * handles are the scheduler's.)
   */
  #reports(): Partial<Record<EventKind, (...values: unknown[]) => void>> {
    const report = (kind: EventKind, values: unknown[]) => {
      if (!ofThreads.has(kind)) this.#loops.show();
      const hooks = this.#hooks as unknown as Record<EventKind, (...values: unknown[]) => void>;
      hooks[kind](this.#clock.time(), ...values);
    };
    return Object.fromEntries(
      eventKinds
        .filter((kind) => fieldsOf(kind)[0]?.type !== "handle")
        .map((kind) => [kind, (...values: unknown[]) => report(kind, values)]),
    );
  }

  /** The functions of the module, with those of the network. */
  get module(): object {
    const [network, processes] = [this.#networkCalls, this.#processCalls];
    const polling = { ...network.polling, ...processes.polling };
    const unordered = { ...network.unordered, ...processes.unordered, ...this.#tlsCalls.functions };
    const reporting = Object.entries(polling).map(([name, call]) => [name, this.#afterBusy(call)]);
    return {
      ...this.#module,
      ...network.ordered,
      ...processes.ordered,
      ...(Object.fromEntries(reporting) as object),
      ...unordered,
      // Their names: `journal.py` calls them in other ways than the rest.
      pollingCalls: Object.keys(polling).join(" "),
      unorderedCalls: Object.keys(unordered).join(" "),
    };
  }

  /** A function that first reports the time that the program has spent in loops. */
  #afterBusy(call: (...values: never[]) => unknown): (...values: unknown[]) => unknown {
    const any = call as (a: unknown, b: unknown, c: unknown, d: unknown, e: unknown) => unknown;
    return (a, b, c, d, e) => {
      this.#reportBusy();
      return any(a, b, c, d, e);
    };
  }

  readonly #module = {
    newLoop: () => this.#newLoop(),
    /** Takes the memory that the journal is in from now on. */
    share: (entries: SharedNumbers, floatOperands: SharedNumbers) => {
      this.#entries?.close();
      this.#floatOperands?.close();
      // An argument's proxy is destroyed after the call.
      const [ints, doubles] = [entries.copy(), floatOperands.copy()];
      this.#entries = new Shared(ints, () => ints.getBuffer("i32"));
      this.#floatOperands = new Shared(doubles, () => doubles.getBuffer("f64"));
    },
    replay: () => this.#replay(),
    name: (text: string) => this.#journal.addText(text),
    end: () => this.#end(),
    haltReason: () => this.#haltReason ?? "",
    /** Takes the number in which the program's readings of the clock are noted. It stays where it is. */
    shareReadings: (readings: SharedNumbers) => {
      this.#readings = readings.copy().getBuffer("i32").data.byteOffset / Int32Array.BYTES_PER_ELEMENT;
    },
    /** How often the program has read the clock. */
    clockReadings: () => this.#clock.watch.readings,
    /** A loop of the program has read the clock (`ClockWatch.look`). Returns the time that it is after that. */
    look: (units: number, kind: LoopKind, happened: boolean) =>
      this.#clock.watch.look(this.#clock.time(), units, kind, happened),
    /** Lets time pass in a loop that reads the clock. Calls in a row, without an event between, are one block. */
    busy: (until: number, task: number, line: number) => {
      const seconds = until - this.#clock.time();
      this.#clock.advanceTo(until);
      this.#busy ??= { seconds: 0, task, line };
      this.#busy.seconds += seconds;
    },
    /** The same in another thread than the main one. `idle` if the loop at work waits for something to do. */
    spin: (until: number, idle: boolean) => {
      if (idle) this.#idleSince ??= this.#clock.time();
      this.#clock.advanceTo(until);
    },
    /** Called where the program can never run again: "visits" or "interrupt" if something comes from outside. */
    visitorsCome: (isAwaited: boolean) => this.#visitors.come(isAwaited),
    visitorsAreExpected: () => this.#visitors.areExpected,
    /** Return a sentence about what to use in place of a module; an empty text if none is known. */
    replacementOf: (module: string) => replacementOf(module) ?? "",
    programServes: () => this.#visitors.haveServers,
    /** Called as a package begins to be imported, with its name, and after that, with "". */
    importing: (name: string) => this.#importing(name),
    /** Called at a safepoint. True if the program must end. */
    safepoint: (line: number) => {
      this.#safepoint(line, this.#clock.time());
      return this.#ended;
    },
    ...threadFunctions(
      () => this.#clock,
      () => this.#hooks,
      () => this.#network,
      () => this.#loops,
    ),
    /** Called as a thread that runs this loop begins to run. */
    work: (loop: number) => this.#loops.work(this.#journal.loops[loop] as PythonLoop),
    /** Takes the memory through which payload crosses. It stays where it is. */
    sharePayload: (bytes: SharedBytes) => {
      const { byteOffset, length } = bytes.copy().getBuffer("u8").data;
      this.#payload = { at: byteOffset, size: length };
    },
    selectorReady: (selector: number, most: number) => {
      const ready = this.#networkCalls.watched(selector)?.ready(most < 0 ? Infinity : most) ?? [];
      return this.#answer(ready.flatMap(({ fd, mask }) => [fd, mask])) / 2;
    },
    ...this.#reports(),
  };
}

/** A view of numbers in Python's memory. Memory that grows detaches all views of it; then this one is opened again. */
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
