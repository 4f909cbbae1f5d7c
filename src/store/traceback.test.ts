import { expect, test } from "vitest";
import { isTraceback, raisedIn, summaryOf } from "./traceback.ts";

const plain = `Traceback (most recent call last):
  File "program.py", line 11, in <module>
    asyncio.run(main())
    ~~~~~~~~~~~^^^^^^^^
  File "program.py", line 6, in inner
    raise ValueError("no")
ValueError: no
more
`;

const chained = `${plain}
During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "program.py", line 8, in <module>
    1 / 0
ZeroDivisionError: division by zero
`;

const group = `  + Exception Group Traceback (most recent call last):
  |   File "program.py", line 9, in main
  |     async with asyncio.TaskGroup() as tg:
  |                ~~~~~~~~~~~~~~~~~^^
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "program.py", line 7, in bad
    |     raise ValueError("no")
    | ValueError: no
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "program.py", line 3, in worse
    |     raise KeyError("k")
    | KeyError: 'k'
    +------------------------------------
`;

const typescript = `ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
    at main (program.ts:9)
    at program.ts:12
  | TypeError: oops
  |     at bad (program.ts:4)
`;

test.each([
  ["a plain traceback", plain, "ValueError: no", "inner", 6, "ValueError: no"],
  [
    "the last of a chain",
    chained,
    "ZeroDivisionError: division by zero",
    "",
    8,
    "ZeroDivisionError: division by zero",
  ],
  [
    "the first error of a group",
    group,
    "ValueError: no",
    "bad",
    7,
    "ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)",
  ],
  [
    "the same in TypeScript",
    typescript,
    "TypeError: oops",
    "bad",
    4,
    "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
  ],
  [
    "the innermost function in TypeScript",
    "RangeError: x\n    at f (program.ts:2)\n    at program.ts:3\n",
    "RangeError: x",
    "f",
    2,
    "RangeError: x",
  ],
])("%s", (_, text, error, name, line, summary) => {
  expect(raisedIn(text)).toMatchObject({ error, function: name, line });
  expect(isTraceback(text)).toBe(true);
  expect(summaryOf(text)).toBe(summary);
});

test("words before a traceback introduce its summary", () => {
  expect(summaryOf(`Task exception was never retrieved\nfuture: <Task>\n${plain}`)).toBe(
    "Task exception was never retrieved: ValueError: no",
  );
});

test.each(["one line", "two\nlines", 'a line like File "program.py", line 2, in f', "ValueError: no"])(
  "%j is no traceback",
  (text) => {
    expect(raisedIn(text)).toBe(null);
    expect(isTraceback(text)).toBe(false);
  },
);
