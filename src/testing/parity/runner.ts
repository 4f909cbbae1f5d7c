/** Programs that leave tasks behind. */
import { sleep } from "../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import type { Program } from "./parity.ts";

export const endings: Program[] = [
  [
    "what is left running at the end of the program is cancelled and awaited",
    `
    async def fails_late():
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError("at the end")
    spawn("a", work("a", 5, cleanup=1))
    spawn("fails late", fails_late())
    spawn("refuses", stubborn("refuses", 5))
    spawn("not begun", work("not begun", 1))
    raise ValueError("the program fails")
    `,
    function* ({ work, stubborn, spawn }) {
      spawn("a", work("a", 5, { cleanup: 1 }));
      spawn(
        "fails late",
        (function* (): Coroutine<void> {
          try {
            yield* sleep(9);
          } catch {
            throw new ValueError("at the end");
          }
        })(),
      );
      spawn("refuses", stubborn("refuses", 5));
      spawn("not begun", work("not begun", 1));
      throw new ValueError("the program fails");
    },
  ],

  [
    "the same with tasks that did begin",
    `
    spawn("a", work("a", 5, cleanup=1))
    spawn("b", work("b", 5, cleanup=2))
    spawn("refuses", stubborn("refuses", 5))
    await sleep(1)
    `,
    function* ({ work, stubborn, spawn }) {
      spawn("a", work("a", 5, { cleanup: 1 }));
      spawn("b", work("b", 5, { cleanup: 2 }));
      spawn("refuses", stubborn("refuses", 5));
      yield* sleep(1);
    },
  ],
];
