/**
 * Random programs are data: both interpreters, in Python and in TypeScript, read the same tree. Every world has the
 * same few things, numbered from 0: locks, semaphores, events, queues, conditions, barriers, futures.
 *
 * A number that names a task is an index into the tasks of that moment, modulo their number. A task awaits only tasks
 * that are younger than itself: so no cycle of tasks can form, and every cancellation ends.
 */

/** What another task or a callback can do without awaiting. An error is logged, and the program goes on. */
export type Action =
  | readonly ["set" | "clear", event: number]
  | readonly ["release", kind: LockKind, index: number]
  | readonly ["notifyNow", condition: number, count: number]
  | readonly ["putNowait" | "getNowait" | "taskDone" | "shutdown" | "shutdownNow", queue: number]
  | readonly ["cancel", task: number, message: string | null]
  | readonly ["setResult" | "setException" | "cancelFuture", future: number]
  | readonly ["onDone", target: Target, actions: readonly Action[]]
  | readonly ["soon", actions: readonly Action[]]
  | readonly ["later", delay: number, actions: readonly Action[]]
  | readonly ["cancelHandle", handle: number]
  | readonly ["uncancel" | "cancelling"]
  | readonly ["reschedule", delay: number | null]
  | readonly ["spawn" | "spawnEager" | "spawnInGroup", body: Body];

export type LockKind = "lock" | "semaphore" | "condition";

/** What is awaited: a body becomes a coroutine. */
export type Target =
  readonly ["body", body: Body] | readonly ["task", task: number] | readonly ["future", future: number];

export type Caught = "cancelled" | "errors" | "all";

/** What a task does, one after the other. An error of a step ends its body, unless a `try` is around it. */
export type Step =
  | Action
  | readonly ["sleep", delay: number]
  | readonly ["raise", message: string]
  | readonly ["with", kind: LockKind | "barrier", index: number, body: Body]
  | readonly ["acquire", kind: LockKind, index: number]
  | readonly ["waitEvent", event: number]
  | readonly ["put" | "get" | "join", queue: number]
  | readonly ["waitCondition", condition: number]
  | readonly ["notify", condition: number, count: number]
  | readonly ["waitBarrier" | "abortBarrier" | "resetBarrier", barrier: number]
  | readonly ["await", target: Target]
  | readonly ["shield", target: Target]
  | readonly ["waitFor", target: Target, delay: number | null]
  | readonly ["gather", targets: readonly Target[], returnExceptions: boolean]
  | readonly ["wait", targets: readonly Target[], delay: number | null, returnWhen: ReturnWhen]
  | readonly ["asCompleted", targets: readonly Target[], delay: number | null]
  | readonly ["timeout", delay: number | null, body: Body]
  | readonly ["group", children: readonly Body[], body: Body]
  | readonly ["try", caught: Caught, body: Body, handler: Body, raisesAgain: boolean]
  | readonly ["finally", body: Body, cleanup: Body];

export type ReturnWhen = "FIRST_COMPLETED" | "FIRST_EXCEPTION" | "ALL_COMPLETED";

export type Body = readonly Step[];

/** What follows the word that a kind of step begins with. */
export type Arguments<Kind, S = Step> = S extends readonly [infer Kinds, ...infer Rest]
  ? Kind extends Kinds
    ? Rest
    : never
  : never;

/** The tasks that the main task spawns at first, what it does then, and how long it sleeps in the end. */
export interface RandomProgram {
  readonly tasks: readonly Body[];
  readonly main: Body;
  readonly lingers: number;
}

/** A program to read: a step a line, what is inside of it further in. */
export function programText({ tasks, main, lingers }: RandomProgram): string {
  const parts = tasks.map((body, index) => `task t${index + 1}:\n${bodyText(body)}`);
  return [...parts, `main:\n${bodyText(main)}\n  lingers ${lingers}`].join("\n");
}

function bodyText(body: readonly Step[]): string {
  return body.length === 0 ? "  nothing" : body.map((step) => indent(stepText(step))).join("\n");
}

function stepText(step: Step): string {
  const [kind, ...args] = step as readonly unknown[];
  const words = args.filter((arg) => !Array.isArray(arg)).map((arg) => String(arg));
  const inner = args.filter((arg): arg is readonly unknown[] => Array.isArray(arg));
  return [[kind, ...words].join(" "), ...inner.map((part) => indent(innerText(part)))].join("\n");
}

/** A target, or a list of steps, of targets or of bodies. */
function innerText(part: readonly unknown[]): string {
  if (part[0] === "task" || part[0] === "future") return part.join(" ");
  if (part[0] === "body") return `coroutine\n${bodyText(part[1] as Body)}`;
  if (part.every((step) => Array.isArray(step) && isStep(step))) return bodyText(part as Body).trimStart();
  return part.map((each) => `- ${innerText(each as readonly unknown[]).trimStart()}`).join("\n");
}

const isStep = (list: readonly unknown[]) =>
  typeof list[0] === "string" && !["task", "future", "body"].includes(list[0]);

const indent = (text: string) => text.replaceAll(/^/gm, "  ");
