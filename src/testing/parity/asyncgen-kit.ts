/** What programs with asynchronous generators need besides: the generators that most of them use, in both languages. */
import { asyncGenerator, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Kit } from "./kit.ts";
import type { Program } from "./parity.ts";

/**
 * A WeakSet is in the order of addresses, and has those that are finished until they are collected; at its shutdown
 * each of those gets a task with nothing to do. Here it is in the order of first iteration, without the finished.
 */
const OPEN_GENERATORS = `
    class OpenGenerators(dict):
        def add(self, ref): self[ref] = None
        def discard(self, ref): self.pop(ref, None)
        def copy(self): return [ref for ref in self if ref() and ref().ag_frame]
        def __len__(self): return len(self.copy())
    loop._asyncgens.data = OpenGenerators()
`;

/** Makes CPython's loop hold its asynchronous generators as the runtime's does. */
export function withOpenGenerators(programs: readonly Program[]): Program[] {
  return programs.map(([name, python, typescript]) => [name, OPEN_GENERATORS + python, typescript]);
}

/** Emits 0 and up, a second apart, and tells of its end. */
export const TICKS = `
    async def ticks(count, name="ticks"):
        try:
            for i in range(count):
                await sleep(1)
                yield i
            log(name, "run out")
        finally:
            await sleep(0.5)
            log(name, "end")
`;

export const ticksOf = ({ log }: Kit) =>
  asyncGenerator(function* (count: number, name: string = "ticks"): AsyncGenBody<number> {
    try {
      for (let i = 0; i < count; i++) {
        yield* sleep(1);
        yield emit(i);
      }
      log(name, "run out");
    } finally {
      yield* sleep(0.5);
      log(name, "end");
    }
  });

/** Emits 0 and up, tells what it is sent and what ends it, and takes a second for each. */
export const ECHO = `
    async def echo(count):
        try:
            for i in range(count):
                try:
                    log("is sent", (yield i))
                except ValueError as error:
                    log("catches", error)
                await sleep(1)
        except BaseException as error:
            log("is ended by", error)
            await sleep(1)
            raise
        finally:
            await sleep(1)
            log("ends")
`;

export const echoOf = ({ log }: Kit) =>
  asyncGenerator(function* (count: number): AsyncGenBody<number, string> {
    try {
      for (let i = 0; i < count; i++) {
        try {
          log("is sent", yield emit(i));
        } catch (error) {
          if (!(error instanceof ValueError)) throw error;
          log("catches", error);
        }
        yield* sleep(1);
      }
    } catch (error) {
      log("is ended by", error);
      yield* sleep(1);
      throw error;
    } finally {
      yield* sleep(1);
      log("ends");
    }
  });

/** Awaits before, between and after its two emits, and in its cleanup. */
export const STAGES = `
    async def stages(name):
        try:
            log(name, "before")
            await sleep(1)
            yield "first"
            log(name, "between")
            await sleep(1)
            yield "second"
            log(name, "after")
            await sleep(1)
        except BaseException as error:
            log(name, "is ended by", error)
            raise
        finally:
            await sleep(0.25)
            log(name, "ends")
`;

export const stagesOf = ({ log }: Kit) =>
  asyncGenerator(function* (name: string): AsyncGenBody<string> {
    try {
      log(name, "before");
      yield* sleep(1);
      yield emit("first");
      log(name, "between");
      yield* sleep(1);
      yield emit("second");
      log(name, "after");
      yield* sleep(1);
    } catch (error) {
      log(name, "is ended by", error);
      throw error;
    } finally {
      yield* sleep(0.25);
      log(name, "ends");
    }
  });
