/** Generators that most programs about asynchronous generators use; asyncgen_kit.py is the same in Python. */
import { asyncGenerator, type AsyncGenBody, emit } from "../../runtime/asyncgen/async-generator.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Kit } from "./kit.ts";

/** Emit 0 and up, a second apart, and log the end. */
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

/** Emit 0 and up, log each value sent and the error that ends the generator; take a second for each. */
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

/** Await before, between and after two emits, and in the cleanup. */
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
