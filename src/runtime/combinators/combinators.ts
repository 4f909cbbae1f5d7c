/** Functions that make one awaitable of many, or change the end of one. Mirrors functions of `asyncio/tasks.py`. */
export { AsCompleted, asCompleted, type CoroutineIterator } from "./as-completed.ts";
export { gather, type OutcomesOf, type ResultOf, type ResultsOf } from "./gather.ts";
export { shield } from "./shield.ts";
export { sleep } from "../tasks/sleep.ts";
export { wait, waitFor, type ReturnWhen, type WaitOptions } from "./wait.ts";
