/** Programs with exception groups. */
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ExceptionGroup } from "../../../runtime/errors/exception-group.ts";
import { RuntimeError, TimeoutError, ValueError } from "../../../runtime/errors/exceptions.ts";
import type { Kit } from "../kit.ts";

export function* splitAndSubgroup({ log }: Kit): Coroutine<void> {
  const text = (error: unknown): string => {
    if (error instanceof ExceptionGroup) return `${String(error)}[${error.exceptions.map(text).join(" ")}]`;
    return error instanceof Error ? `${error.name}(${error.message})` : "none";
  };
  const [value, late, kind] = [new ValueError("v"), new TimeoutError("t"), new TypeError("y")];
  const inner = new ExceptionGroup("inner", [late, kind]);
  const deep = new ExceptionGroup("deep", [new ExceptionGroup("deeper", [inner, value])]);
  const outer = new ExceptionGroup("outer", [value, inner, deep, new RuntimeError("r")]);
  for (const group of [inner, deep, outer]) {
    for (const condition of [
      ValueError,
      TimeoutError,
      Error,
      ExceptionGroup,
      RuntimeError,
      [ValueError, TypeError],
      (error: unknown) => error === inner,
      (error: unknown) => error === deep,
      (error: unknown) => error === kind,
      () => false,
    ]) {
      const [match, rest] = group.split(condition);
      log(text(match), text(rest), match === group, rest === group, text(group.subgroup(condition)));
    }
  }
  for (const exceptions of [[], 5 as never]) {
    try {
      new ExceptionGroup("bad", exceptions);
    } catch (error) {
      log(error);
    }
  }
  try {
    inner.split("ValueError" as never);
  } catch (error) {
    log(error);
  }
}
