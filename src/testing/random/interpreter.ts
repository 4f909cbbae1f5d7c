/** Runs random programs on the runtime. interpreter.py is the same in Python. */
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import { Deadlock } from "../../runtime/errors/exceptions.ts";
import { gather } from "../../runtime/combinators/gather.ts";
import type { Instrument } from "../../runtime/instrument/instrument.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { allTasks, currentTask, type Task } from "../../runtime/tasks/task.ts";
import { act, isAction } from "./actions.ts";
import type { RandomProgram, Step } from "./program.ts";
import { perform } from "./steps.ts";
import { OUTSIDE, show, World, type Scope } from "./world.ts";

/** Run a program, then cancel the tasks that it left, and return the lines that it logged. */
export function runHere(program: RandomProgram, instrument: Instrument = {}): string[] {
  const lines: string[] = [];
  const loop = new EventLoop(instrument);
  loop.setExceptionHandler((_loop, { message, exception }) => {
    if (/never retrieved|destroyed/.test(message)) return;
    const name = currentTask(loop)?.getName() ?? "loop";
    lines.push([loop.time(), name, "reported", show(exception)].join(" "));
  });
  complete(loop, loop.createTask(begin(loop, lines, program)), lines);
  const left = [...allTasks(loop)];
  for (const task of left) task.cancel();
  if (left.length > 0) complete(loop, gather(left, { returnExceptions: true }), lines);
  loop.close();
  return lines;
}

function* begin(loop: EventLoop, lines: string[], program: RandomProgram): Coroutine<void> {
  const world = new World(loop, lines, interpret);
  world.tasks.push(currentTask() as Task<unknown>);
  for (const body of program.tasks) act(world, ["spawn", body], OUTSIDE);
  yield* world.runBody(program.main, OUTSIDE);
  yield* sleep(program.lingers);
}

function* interpret(world: World, step: Step, scope: Scope): Coroutine<void> {
  if (isAction(step)) act(world, step, scope);
  else yield* perform(world, step, scope);
}

/** Run the loop until the awaitable is done, and log the outcome. */
function complete(loop: EventLoop, awaitable: Awaitable<unknown>, lines: string[]): void {
  let ending: string;
  try {
    ending = show(loop.runUntilComplete(awaitable));
  } catch (error) {
    ending = error instanceof Deadlock ? "deadlock" : show(error);
  }
  lines.push(`${loop.time()} loop ended: ${ending}`);
}
