/** Programs that end while tasks are left. */
import { sleep } from "../../../runtime/combinators/combinators.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import type { Kit } from "../kit.ts";

export function* cancelsWhatIsLeft({ work, stubborn, spawn }: Kit): Coroutine<void> {
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
}

export function* cancelsBegunTasks({ work, stubborn, spawn }: Kit): Coroutine<void> {
  spawn("a", work("a", 5, { cleanup: 1 }));
  spawn("b", work("b", 5, { cleanup: 2 }));
  spawn("refuses", stubborn("refuses", 5));
  yield* sleep(1);
}
