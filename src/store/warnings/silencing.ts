/**
 * Comments that silence warnings: `# loopscope: ignore[neverAwaited]`, `// loopscope: ignore[heldLock, blockingCall]`.
 * A comment is about the warnings of its own line. One that names no code, or an unknown one, is a warning itself.
 */
import type { ProgramText } from "./program-text.ts";
import { diagnoses, type Finding } from "./warning.ts";

const COMMENT = /(?:#|\/\/)\s*loopscope:\s*ignore\b(?:\[([^\]]*)\])?/;

export class Silencing {
  readonly #codes = new Map<number, readonly string[]>();

  constructor(text: ProgramText) {
    for (let line = 1; line <= text.length; line++) {
      const comment = COMMENT.exec(text.line(line));
      if (comment)
        this.#codes.set(
          line,
          (comment[1] ?? "").split(",").map((code) => code.trim()),
        );
    }
  }

  /** Return true if a comment on the line names the code. */
  has(diagnosis: string, line: number): boolean {
    return this.#codes.get(line)?.includes(diagnosis) ?? false;
  }

  /** Return a finding for each comment that names no code there is. */
  mistakes(): Finding[] {
    return [...this.#codes].flatMap(([line, codes]) => {
      const wrong = codes.filter((code) => !(diagnoses as readonly string[]).includes(code));
      if (wrong.length === 0) return [];
      const named = wrong.filter((code) => code !== "");
      const what = named.length > 0 ? `ignores ${named.join(", ")}, which is not a code` : "names no code";
      const known = diagnoses.slice(0, -1).join(", ");
      return [{ task: 0, line, message: `Line ${line} ${what} of a warning. The codes are ${known}.` }];
    });
  }
}
