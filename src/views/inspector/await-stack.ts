/** The stack of coroutines that await each other, one a row, the innermost first: the task continues there. */
import { say } from "../../store/sentence.ts";
import { linePiece, type Row, type Scene } from "./pieces.ts";

/** Return the rows of a `stack` as in `taskSuspended`; of an empty one, the task's coroutine alone. */
export function stackRows({ source }: Scene, coroutine: string, line: number, stack: string): Row[] {
  const lines = stack === "" ? [`${coroutine} ${line}`] : stack.split("\n");
  return lines.reverse().map((entry): Row => {
    const [, name = entry, number = "0"] = /^(.*) (\d+)$/.exec(entry) ?? [];
    const line = Number(number);
    return {
      pieces: line > 0 ? say`${name}(), ${linePiece(line)}` : say`${name}()`,
      code: (source[line - 1] ?? "").trim(),
    };
  });
}
