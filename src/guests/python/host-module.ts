/**
 * What Python calls: the module `_loopscope`. Integers and short strings cross, never objects; the handles of a
 * Python loop are known here by number only.
 *
 * Every hook that Python reports through stamps the run's virtual time.
 */
import { VirtualClock } from "../../runtime/clock.ts";
import { Handle, type HandleLoop, TimerHandle } from "../../runtime/handle.ts";
import {
  guardInstrument,
  silenceInstrument,
  type Hooks,
  type TaskOutcome,
} from "../../runtime/instrument.ts";
import { Scheduler, type Iteration } from "../../runtime/scheduler.ts";

type RunHandle = (id: number, task: number) => void;

/** The numbers that `ending.py` knows an iteration's end by. */
const iterationCodes: Record<Iteration, number> = { ran: 0, deadlock: 1, livelock: 2, halted: 3 };

/** Thrown through the loop when a callback raised what ends the run; Python holds the exception. */
const raisedInPython = new Error("a callback raised SystemExit or KeyboardInterrupt");

export class HostModule {
  /** Runs a handle in Python, true if it raised what ends the run; set once Python has loaded. */
  runHandle: (id: number) => boolean = () => false;
  /** The virtual time at which the program ended or was stopped; null while it runs. */
  endTime: number | null = null;
  #clock = new VirtualClock();
  #hooks: Hooks = guardInstrument({});
  #pulse: () => void = () => {};
  #names: string[] = [];
  #loops: Scheduler[] = [];
  #haltReason: string | null = null;
  #ended = false;
  /** The line from which each task that is not done goes on. */
  readonly #taskLines = new Map<number, number>();

  /** Ready for a new program. */
  begin(clock: VirtualClock, hooks: Hooks, pulse: () => void): void {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#pulse = pulse;
    this.#names = [""];
    this.#loops = [];
    this.#haltReason = null;
    this.#ended = false;
    this.#taskLines.clear();
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
    this.endTime = this.#clock.time();
    for (const loop of this.#loops) loop.halt();
    silenceInstrument(this.#hooks);
  }

  #newLoop() {
    const loop = new Scheduler(this.#hooks, this.#clock);
    if (this.#ended) loop.halt();
    this.#loops.push(loop);
    const handles = new Map<number, Handle>();
    const names = this.#names;
    // Kept in a variable: a Python callable's every property access crosses over.
    const callPython = this.runHandle;
    const runTimer: RunHandle = (id) => {
      handles.delete(id);
      if (callPython(id)) throw raisedInPython;
    };
    const runStep: RunHandle = (id, task) => {
      handles.delete(id);
      const line = this.#taskLines.get(task);
      if (line !== undefined) this.#hooks.taskStepped(this.#clock.time(), task, line);
      if (callPython(id)) throw raisedInPython;
    };
    return {
      time: () => loop.time(),
      callSoon: (id: number, task: number, name: number, line: number) => {
        const handle = new PythonHandle(loop, id, task, names[name] ?? "", line, runStep);
        handles.set(id, handle);
        loop.addReady(handle);
      },
      callAt: (id: number, task: number, name: number, line: number, when: number) => {
        const timer = new PythonTimerHandle(loop, id, task, names[name] ?? "", line, when, runTimer);
        handles.set(id, timer);
        loop.addTimer(timer);
      },
      cancel: (id: number) => {
        const handle = handles.get(id);
        if (!handle) return;
        handles.delete(id);
        handle.cancel();
      },
      ready: () => numbersOf(loop.ready()),
      timers: () => numbersOf(loop.timers()),
      runOnce: (stopping: boolean) => {
        try {
          return iterationCodes[loop.runOnce(stopping)];
        } catch (error) {
          if (error === raisedInPython) return iterationCodes.ran;
          throw error;
        }
      },
      enter: () => loop.enter(),
      leave: () => loop.leave(),
      close: () => loop.close(),
    };
  }

  /** The module's contents, as Python sees them. */
  readonly module = {
    newLoop: () => this.#newLoop(),
    name: (text: string) => this.#names.push(text) - 1,
    end: () => this.#end(),
    haltReason: () => this.#haltReason ?? "",
    /** True if the program must end. */
    pulse: () => {
      this.#pulse();
      return this.#ended;
    },
    sleep: (seconds: number, task: number, line: number) => {
      this.#clock.advanceTo(this.#clock.time() + seconds);
      this.#hooks.loopBlocked(this.#clock.time(), seconds, task, "time.sleep", line);
    },
    taskCreated: (
      task: number,
      name: string,
      coroutine: string,
      parent: number,
      line: number,
      start: number,
    ) => {
      this.#taskLines.set(task, start);
      this.#hooks.taskCreated(this.#clock.time(), task, name, coroutine, parent, line);
    },
    taskStepped: (task: number, line: number) => this.#hooks.taskStepped(this.#clock.time(), task, line),
    taskSuspended: (task: number, future: number, reason: number, on: number, line: number) => {
      this.#taskLines.set(task, line);
      this.#hooks.taskSuspended(this.#clock.time(), task, future, this.#names[reason] ?? "", on, line);
    },
    taskCancelRequested: (task: number, by: number, line: number) =>
      this.#hooks.taskCancelRequested(this.#clock.time(), task, by, line),
    taskDone: (task: number, outcome: TaskOutcome, value: string) => {
      this.#taskLines.delete(task);
      this.#hooks.taskDone(this.#clock.time(), task, outcome, value);
    },
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

/** Those that will run: Python has forgotten the cancelled ones. */
function numbersOf(handles: Iterable<Handle>): number[] {
  return [...handles].filter((handle) => !handle.cancelled()).map((handle) => handle.id);
}

class PythonHandle extends Handle {
  readonly #runHandle: RunHandle;

  constructor(
    loop: HandleLoop,
    id: number,
    task: number,
    readonly name: string,
    line: number,
    runHandle: RunHandle,
  ) {
    super(loop, id, task, line);
    this.#runHandle = runHandle;
  }

  run(): void {
    this.#runHandle(this.id, this.task);
  }
}

class PythonTimerHandle extends TimerHandle {
  readonly #runHandle: RunHandle;

  constructor(
    loop: HandleLoop,
    id: number,
    task: number,
    readonly name: string,
    line: number,
    when: number,
    runHandle: RunHandle,
  ) {
    super(loop, id, task, line, when);
    this.#runHandle = runHandle;
  }

  run(): void {
    this.#runHandle(this.id, this.task);
  }
}
