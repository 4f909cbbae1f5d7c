/** The coroutines that await each other, in lines, the innermost first: it goes on there. */
import { linePiece, tell, type Row, type Scene } from "./pieces.ts";

/** `stack` as `taskSuspended` has it; without one, the task's coroutine alone. */
export function stackRows({ source }: Scene, coroutine: string, line: number, stack: string): Row[] {
  const lines = stack === "" ? [`${coroutine} ${line}`] : stack.split("\n");
  return lines.reverse().map((entry): Row => {
    const [, name = entry, number = "0"] = /^(.*) (\d+)$/.exec(entry) ?? [];
    const line = Number(number);
    return {
      pieces: line > 0 ? tell`${name}(), ${linePiece(line)}` : tell`${name}()`,
      code: (source[line - 1] ?? "").trim(),
    };
  });
}
