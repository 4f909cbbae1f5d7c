/** Exception groups: `split` and `subgroup` against CPython's own, the rest by itself. */
import { describe, expect, test } from "vitest";
import { ExceptionGroup } from "./exception-group.ts";
import { TimeoutError, ValueError } from "./exceptions.ts";

describe("an exception group", () => {
  const [value, late, type] = [new ValueError("v"), new TimeoutError("t"), new TypeError("y")];
  const inner = new ExceptionGroup("inner", [late, type]);
  const group = new ExceptionGroup("outer", [value, inner], { cause: late });

  /** A group as text, its tree in brackets. */
  const tree = (error: unknown): string =>
    error instanceof ExceptionGroup
      ? `${error.message}[${error.exceptions.map(tree).join(" ")}]`
      : ((error as Error | null)?.message ?? "none");
  const split = (...args: Parameters<ExceptionGroup["split"]>) => group.split(...args).map(tree);

  test("keeps the shape of the tree in both parts of a split", () => {
    expect(split(ValueError)).toEqual(["outer[v]", "outer[inner[t y]]"]);
    expect(split(TimeoutError)).toEqual(["outer[inner[t]]", "outer[v inner[y]]"]);
    expect(split([ValueError, TypeError])).toEqual(["outer[v inner[y]]", "outer[inner[t]]"]);
    expect(split((error) => error === inner)).toEqual(["outer[inner[t y]]", "outer[v]"]);
    expect(split(RangeError)).toEqual(["none", "outer[v inner[t y]]"]);
    expect(group.split(ExceptionGroup)).toEqual([group, null]);
    expect(tree(group.subgroup(TypeError))).toBe("outer[inner[y]]");
    expect(group.subgroup(RangeError)).toBeNull();
  });

  test("gives the parts of a split its cause, stack and class", () => {
    class Labelled extends ExceptionGroup {
      override derive(exceptions: readonly unknown[]): Labelled {
        return new Labelled(`${this.message}'`, exceptions);
      }
    }
    const labelled = new Labelled("label", [value, type], { cause: late });
    const [match, rest] = labelled.split(ValueError);
    expect(
      [match, rest].map((part) => [part instanceof Labelled, tree(part), part?.cause, part?.stack]),
    ).toEqual([
      [true, "label'[v]", late, labelled.stack],
      [true, "label'[y]", late, labelled.stack],
    ]);
  });

  test("has Python's error messages", () => {
    expect([String(group), String(group.subgroup(ValueError))]).toEqual([
      "outer (2 sub-exceptions)",
      "outer (1 sub-exception)",
    ]);
    expect(() => new ExceptionGroup("none", [])).toThrow(
      new ValueError("second argument (exceptions) must be a non-empty sequence"),
    );
    expect(() => new ExceptionGroup("no list", 5 as never)).toThrow(
      new TypeError("second argument (exceptions) must be a sequence"),
    );
    expect(() => group.split("ValueError" as never)).toThrow(
      new TypeError(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)",
      ),
    );
  });
});
