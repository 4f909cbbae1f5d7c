/**
 * Tracebacks in a program's output, as either guest writes them. Called for the verdict and by the console, which folds
 * them. A text that is no traceback gives null.
 */

/** The place that raised: of a group's first error, not of the group. */
export interface Raised {
  /** The exception in one line, as `taskDone` has it. */
  readonly error: string;
  /** Name of the innermost function of the program; empty for the module. */
  readonly function: string;
  /** Line of the program; at least 1. */
  readonly line: number;
}

/** The frames of a program's file: Python's `File "program.py", line 9, in bad`, TypeScript's `at bad (program.ts:9)`. */
const PYTHON_FRAME = /^ *File "program\.py", line (\d+), in (.+)$/;
const TYPESCRIPT_FRAME = /^ {4}at (?:(.+) \()?program\.ts:(\d+)\)?$/;
/** Beginning of a line in the tree of a group. */
const BRANCH = /^ *(?:\| ?)+/;

/** Return the origin of the last traceback in a text. */
export function raisedIn(text: string): Raised | null {
  const all = errorsIn(text);
  const last = all.findLast(({ depth }) => depth === all[0]?.depth);
  const isGroup = last && /^(Base)?ExceptionGroup\b/.test(last.error);
  const leaf =
    isGroup && all.slice(all.indexOf(last)).find(({ error }) => !/^(Base)?ExceptionGroup\b/.test(error));
  return leaf || last || null;
}

/** Return true for a text of several lines that holds a traceback. */
export function isTraceback(text: string): boolean {
  return text.trimEnd().includes("\n") && errorsIn(text).length > 0;
}

/** Return the line that stands for a folded traceback: the exception, after the words that introduce it. */
export function summaryOf(text: string): string {
  const all = errorsIn(text);
  const error = all.findLast(({ depth }) => depth === all[0]?.depth)?.error ?? "";
  const [first = ""] = text.split("\n");
  const isIntroduced = !/Traceback \(most recent call last\)/.test(first) && !first.includes(error);
  return isIntroduced ? `${first.replace(/:$/, "")}: ${error}` : error;
}

interface ErrorLine extends Raised {
  /** Distance from the root of the tree of a group. */
  readonly depth: number;
}

/** Return the errors with their innermost frames, in order. Python has frames before the error, TypeScript after it. */
function errorsIn(text: string): ErrorLine[] {
  const found: ErrorLine[] = [];
  let frame: { function: string; line: number } | null = null;
  let before = "";
  let wasFrame = false;
  for (const whole of text.split("\n")) {
    const branch = BRANCH.exec(whole)?.[0] ?? "";
    const line = whole.slice(branch.length);
    const depth = branch.length;
    const python = PYTHON_FRAME.exec(line);
    const typescript = TYPESCRIPT_FRAME.exec(line);
    if (python) frame = { line: Number(python[1]), function: functionName(python[2]) };
    else if (typescript && !wasFrame)
      found.push({
        error: before,
        line: Number(typescript[2]),
        function: functionName(typescript[1]),
        depth,
      });
    else if (frame && /^\w/.test(line)) {
      found.push({ error: line, ...frame, depth });
      frame = null;
    }
    wasFrame = typescript !== null;
    before = line.replace(/^caused by /, "");
  }
  return found;
}

function functionName(name = ""): string {
  return name === "<module>" ? "" : name;
}
