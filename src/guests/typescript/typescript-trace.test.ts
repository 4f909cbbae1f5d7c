/** Trace of a TypeScript program: tasks, lines, resources and names. */
import { describe, expect, test } from "vitest";
import { runTypeScript, valuesOf } from "../../testing/run-typescript.ts";

describe("the trace has", () => {
  test("the lines where each task is created, suspended and stepped", () => {
    const { events: all } = runTypeScript(
      [
        "async function inner(n: number) {", // 2
        "  await sleep(n);",
        "  return n;",
        "}",
        "const outer = async (n: number) => {", // 6
        "  const x = await inner(n);",
        "  await inner(x);",
        "};",
        "async function main() {", // 10
        "  const a = createTask(outer(1), { name: 'a' });",
        "  a.cancelling();",
        "  await a;",
        "}",
        "run(main());",
      ].join("\n"),
    );
    // Without the two tasks that end every run.
    const events = all.filter(({ taskName }) => taskName === "Task-1" || taskName === "a");
    expect(valuesOf(events, "taskCreated", ({ name, coroutine, line }) => [name, coroutine, line])).toEqual([
      ["Task-1", "main", 15],
      ["a", "outer", 11],
    ]);
    expect(
      valuesOf(events, "taskSuspended", ({ taskName, line, reason }) => [taskName, line, reason]),
    ).toEqual([
      ["Task-1", 13, "task"],
      ["a", 3, "sleep"],
      ["a", 3, "sleep"],
    ]);
    expect(valuesOf(events, "taskStepped", ({ taskName, line }) => [taskName, line])).toEqual([
      ["Task-1", 10],
      ["a", 6],
      ["a", 3],
      ["a", 3],
      ["Task-1", 13],
    ]);
    expect(valuesOf(events, "timerScheduled", ({ line }) => line)).toEqual([3, 3]);
  });

  test("the line of a cancel request, and the duration of a blocking call", () => {
    const { events } = runTypeScript(
      "const task = createTask2();\nfunction createTask2() { return 1; }\nconst t = createTask(sleep(9));\nawait sleep(0);\nt.cancel();\nsleepBlocking(2);\nawait gather([t], { returnExceptions: true });",
    );
    expect(valuesOf(events, "taskCancelRequested", ({ line, taskName }) => [line, taskName])).toEqual([
      [6, "Task-2"],
    ]);
    expect(valuesOf(events, "loopBlocked", ({ line, duration }) => [line, duration])).toEqual([[7, 2]]);
  });

  test("distinct ids for objects made before a loop runs and by several loops", () => {
    const { events } = runTypeScript(
      "const lock = new Lock();\nasync function main() {\n  await lock.acquire();\n  lock.release();\n  new Lock();\n}\nrun(main());\nrun(main());",
    );
    expect(valuesOf(events, "resourceCreated", ({ resource, line }) => [resource, line])).toEqual([
      [1, 2],
      [2, 6],
      [3, 6],
    ]);
    expect(valuesOf(events, "taskCreated", ({ task, name }) => [task, name])).toEqual(
      [1, 2, 3, 4, 5, 6].map((task) => [task, `Task-${task}`]),
    );
    const mains = events.filter(({ kind, coroutine }) => kind === "taskCreated" && coroutine === "main");
    expect(mains.map(({ task }) => task)).toEqual([1, 4]);
    expect(valuesOf(events, "resourceAcquired", ({ resource }) => resource)).toEqual([1, 1]);
  });

  test("the lines where a lock is created and waited for", () => {
    const { events } = runTypeScript(
      "const work = async (lock: Lock) => {\n  await lock.acquire();\n  await sleep(1);\n  lock.release();\n};\nconst lock = new Lock();\nawait gather([work(lock), work(lock)]);",
    );
    const lines = (kind: string) => valuesOf(events, kind, ({ line }) => line);
    expect(["resourceWaited", "resourceAcquired", "resourceReleased"].map(lines)).toEqual([
      [3],
      [3, 3],
      [5, 5],
    ]);
  });

  test("every function that a task is suspended in, if there are several", () => {
    const { events } = runTypeScript(
      "async function inner() {\n  await sleep(1);\n}\nasync function outer() {\n  await inner();\n}\nawait outer();\nawait sleep(1);",
    );
    expect(valuesOf(events, "taskSuspended", ({ stack, line }) => [stack, line])).toEqual([
      ["<module> 8\nouter 6\ninner 3", 3],
      ["", 9],
    ]);
  });

  test("the names of the variables that locks and queues are assigned to", () => {
    const { events } = runTypeScript(
      [
        "class Pool { lock = new Lock(); gate: Semaphore; constructor() { this.gate = new Semaphore(Number('3')); } }",
        "const pool = new Pool(), queue = new Queue<number>(); let event: Event;",
        "event = new Event;",
        "const both = [new Lock(), pool, event];",
        "await sleep(0); both.length; queue.putNowait(1);",
      ].join("\n"),
    );
    expect(valuesOf(events, "resourceCreated", ({ base, name }) => [base, name])).toEqual([
      ["Lock", "lock"],
      ["Semaphore", "gate"],
      ["Queue", "queue"],
      ["Event", "event"],
      ["Lock", ""],
    ]);
  });

  test("the line of printed text, after calls and in arrow functions without braces", () => {
    const { events } = runTypeScript(
      "const say = (x: string) =>\n  print(x);\nconst name = () => 'a';\nprint(\n  name());\nsay(name());",
    );
    expect(valuesOf(events, "outputWritten", ({ text, line }) => [text, line])).toEqual([
      ["a\n", 5],
      ["a\n", 3],
    ]);
  });
});
