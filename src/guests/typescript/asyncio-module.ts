/** What a program imports as "asyncio": the runtime, on the run's clock and instrument, with `print` and `uniform`. */
import type { Clock } from "../../runtime/clock.ts";
import type { Awaitable } from "../../runtime/coroutine.ts";
import { contextText, type ExceptionContext } from "../../runtime/exception-handler.ts";
import * as runtime from "../../runtime/index.ts";
import type { Instrument } from "../../runtime/instrument.ts";
import { enter } from "./disposables.ts";
import type { Write } from "./globals.ts";
import { inspect } from "./inspect.ts";

export interface ModuleContext {
  instrument: Instrument;
  clock: Clock;
  random: () => number;
  write: Write;
  /** Told of each loop that is made. */
  onLoop: (loop: runtime.EventLoop) => void;
}

export function asyncioModule({ instrument, clock, random, write, onLoop }: ModuleContext): object {
  class EventLoop extends runtime.EventLoop {
    constructor() {
      super(instrument, clock);
      onLoop(this);
    }

    override defaultExceptionHandler(context: ExceptionContext): void {
      const { exception } = context;
      write("stderr", `${contextText(context)}\n${exception === undefined ? "" : `${inspect(exception)}\n`}`);
    }

    protected override logWarning(message: string): void {
      write("stderr", `${message}\n`);
    }
  }
  const loopFactory = () => new EventLoop();
  class Runner extends runtime.Runner {
    constructor(options: runtime.RunnerOptions = {}) {
      super({ loopFactory, ...options });
    }
  }
  return {
    ...runtime,
    EventLoop,
    Runner,
    run: (main: Awaitable<unknown>, options: runtime.RunnerOptions = {}) =>
      runtime.run(coroutineOf(main), { loopFactory, ...options }),
    runOnHost: () => {
      throw new Error("runOnHost is not there: a program runs in virtual time. Use run().");
    },
    enter,
    print: (...what: unknown[]) => write("stdout", `${what.map(inspect).join(" ")}\n`),
    uniform: (a: number, b: number) => a + (b - a) * random(),
  };
}

/** `run(main)` is taken as `run(main())`. */
function coroutineOf(main: unknown): Awaitable<unknown> {
  return (typeof main === "function" ? (main as () => unknown)() : main) as Awaitable<unknown>;
}
