/**
 * What Python calls: the module `_loopscope`. Integers and short strings cross, never objects; the handles of a
 * Python loop are known here by number only.
 *
 * Every hook that Python reports through stamps the run's virtual time.
 */
import type { VirtualClock } from "../../runtime/clock.ts";
import { EventLoop, type Iteration } from "../../runtime/event-loop.ts";
import { Handle, TimerHandle } from "../../runtime/handle.ts";
import { silenceInstrument, type Hooks, type TaskOutcome } from "../../runtime/instrument.ts";

type RunHandle = (handle: number) => void;

/** The numbers that `loop.py` knows an iteration's end by. */
const iterationCodes: Record<Iteration, number> = { ran: 0, deadlock: 1, livelock: 2, halted: 3 };

export class HostModule {
  /** Runs a handle in Python; set once Python has loaded. */
  runHandle: RunHandle = () => {};
  /** When the program was stopped; null if it came to its own end. */
  endTime: number | null = null;
  #clock!: VirtualClock;
  #hooks!: Hooks;
  #pulse: () => void = () => {};
  #names: string[] = [];
  #loops: EventLoop[] = [];
  #haltReason: string | null = null;

  /** Ready for a new program. */
  begin(clock: VirtualClock, hooks: Hooks, pulse: () => void): void {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#pulse = pulse;
    this.#names = [""];
    this.#loops = [];
    this.#haltReason = null;
    this.endTime = null;
  }

  halt(reason: string): void {
    if (this.#haltReason !== null) return;
    this.#haltReason = reason;
    for (const loop of this.#loops) loop.halt();
    this.#seal();
  }

  /** From here on the program only unwinds: that is no part of its run. */
  #seal(): void {
    this.endTime ??= this.#clock.time();
    silenceInstrument(this.#hooks);
  }

  #newLoop() {
    const loop = new EventLoop(this.#hooks, this.#clock);
    if (this.#haltReason !== null) loop.halt();
    this.#loops.push(loop);
    const handles = new Map<number, Handle>();
    const names = this.#names;
    // Kept in a variable: a Python callable's every property access crosses over.
    const runHandle: RunHandle = (handle) => {
      handles.delete(handle);
      this.runHandle(handle);
    };
    return {
      time: () => loop.time(),
      callSoon: (id: number, task: number, name: number, line: number) => {
        const handle = new PythonHandle(id, task, names[name] ?? "", line, runHandle);
        handles.set(id, handle);
        loop.addReady(handle);
      },
      callAt: (id: number, task: number, name: number, line: number, when: number) => {
        const timer = new PythonTimerHandle(id, task, names[name] ?? "", line, when, runHandle);
        handles.set(id, timer);
        loop.addTimer(timer);
      },
      cancel: (id: number) => {
        const handle = handles.get(id);
        if (!handle) return;
        handles.delete(id);
        loop.cancel(handle);
      },
      runOnce: (stopping: boolean) => iterationCodes[loop.runOnce(stopping)],
      enter: () => loop.enter(),
      leave: () => loop.leave(),
    };
  }

  /** The module's contents, as Python sees them. */
  readonly module = {
    newLoop: () => this.#newLoop(),
    name: (text: string) => this.#names.push(text) - 1,
    seal: () => this.#seal(),
    haltReason: () => this.#haltReason ?? "",
    pulse: () => this.#pulse(),
    sleep: (seconds: number, task: number, line: number) => {
      this.#clock.advanceTo(this.#clock.time() + seconds);
      this.#hooks.loopBlocked(this.#clock.time(), seconds, task, "time.sleep", line);
    },
    taskCreated: (task: number, name: string, coroutine: string, parent: number, line: number) =>
      this.#hooks.taskCreated(this.#clock.time(), task, name, coroutine, parent, line),
    taskStepped: (task: number, line: number) => this.#hooks.taskStepped(this.#clock.time(), task, line),
    taskSuspended: (task: number, future: number, reason: string, on: number, line: number) =>
      this.#hooks.taskSuspended(this.#clock.time(), task, future, reason, on, line),
    taskCancelRequested: (task: number, by: number, line: number) =>
      this.#hooks.taskCancelRequested(this.#clock.time(), task, by, line),
    taskDone: (task: number, outcome: TaskOutcome, value: string) =>
      this.#hooks.taskDone(this.#clock.time(), task, outcome, value),
    futureCreated: (future: number, task: number, line: number) =>
      this.#hooks.futureCreated(this.#clock.time(), future, task, line),
    futureDone: (future: number, outcome: TaskOutcome) =>
      this.#hooks.futureDone(this.#clock.time(), future, outcome),
    resourceCreated: (resource: number, kind: string, name: string, value: number, line: number) =>
      this.#hooks.resourceCreated(this.#clock.time(), resource, kind, name, value, line),
    resourceWaited: (resource: number, task: number, value: number, line: number) =>
      this.#hooks.resourceWaited(this.#clock.time(), resource, task, value, line),
    resourceAcquired: (resource: number, task: number, value: number, line: number) =>
      this.#hooks.resourceAcquired(this.#clock.time(), resource, task, value, line),
    resourceReleased: (resource: number, task: number, value: number, line: number) =>
      this.#hooks.resourceReleased(this.#clock.time(), resource, task, value, line),
    outputWritten: (stream: "stdout" | "stderr", text: string, task: number, line: number) =>
      this.#hooks.outputWritten(this.#clock.time(), stream, text, task, line),
    warningRaised: (message: string, line: number) =>
      this.#hooks.warningRaised(this.#clock.time(), message, line),
  };
}

class PythonHandle extends Handle {
  readonly #runHandle: RunHandle;

  constructor(id: number, task: number, name: string, line: number, runHandle: RunHandle) {
    super(id, task, name, line);
    this.#runHandle = runHandle;
  }

  run(): void {
    this.#runHandle(this.id);
  }
}

class PythonTimerHandle extends TimerHandle {
  readonly #runHandle: RunHandle;

  constructor(id: number, task: number, name: string, line: number, when: number, runHandle: RunHandle) {
    super(id, task, name, line, when);
    this.#runHandle = runHandle;
  }

  run(): void {
    this.#runHandle(this.id);
  }
}
