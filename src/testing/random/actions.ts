/** What random programs do without awaiting; `ACTIONS` of interpreter.py is the same. */
import { ValueError } from "../../runtime/errors/exceptions.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { createTask, currentTask } from "../../runtime/tasks/task.ts";
import type { Action, Arguments, Step } from "./program.ts";
import { OUTSIDE, type Scope, type World } from "./world.ts";

type Actions = {
  [Kind in Action[0]]: (world: World, scope: Scope, ...args: Arguments<Kind>) => unknown;
};

const actions: Actions = {
  set: ({ events }, _scope, event) => events[event]!.set(),
  clear: ({ events }, _scope, event) => events[event]!.clear(),
  release: ({ locks }, _scope, kind, index) => locks[kind][index]!.release(),
  notifyNow: ({ conditions }, _scope, index, count) => conditions[index]!.notify(count),
  putNowait: (world, _scope, queue) => world.queues[queue]!.putNowait(world.newItem()),
  getNowait: ({ queues }, _scope, queue) => queues[queue]!.getNowait(),
  taskDone: ({ queues }, _scope, queue) => queues[queue]!.taskDone(),
  shutdown: ({ queues }, _scope, queue) => queues[queue]!.shutdown(),
  shutdownNow: ({ queues }, _scope, queue) => queues[queue]!.shutdown(true),
  cancel: ({ tasks }, _scope, number, message) => tasks[number % tasks.length]?.cancel(message ?? undefined),
  setResult: ({ futures }, _scope, future) => futures[future]!.setResult("result"),
  setException: ({ futures }, _scope, future) => futures[future]!.setException(new ValueError("set")),
  cancelFuture: ({ futures }, _scope, future) => futures[future]!.cancel("future"),
  onDone: (world, scope, target, then) => {
    const future = world.resolve(target, scope) as Future<unknown> | null;
    const done = () => actAll(world, then);
    future?.addDoneCallback(done);
  },
  soon: (world, _scope, then) =>
    void world.handles.push(world.loop.callSoon(() => actAll(world, then), { name: "callback" })),
  later: (world, _scope, delay, then) =>
    void world.handles.push(world.loop.callLater(delay, () => actAll(world, then), { name: "callback" })),
  cancelHandle: ({ handles }, _scope, number) => {
    if (handles.length > 0) handles[number % handles.length]!.cancel();
  },
  uncancel: () => currentTask()?.uncancel(),
  cancelling: () => currentTask()?.cancelling(),
  reschedule: ({ loop }, { timeout }, delay) =>
    timeout?.reschedule(delay === null ? null : loop.time() + delay),
  spawn: (world, scope, body) => world.spawn(body, scope, createTask),
  spawnEager: (world, scope, body) =>
    world.spawn(body, scope, (coroutine, options) => createTask(coroutine, { ...options, eagerStart: true })),
  spawnInGroup: (world, scope, body) => {
    const { group } = scope;
    if (group) world.spawn(body, scope, (coroutine, options) => group.createTask(coroutine, options));
  },
};

export function isAction(step: Step): step is Action {
  return step[0] in actions;
}

/** Does it and tells what came of it. */
export function act(world: World, [kind, ...args]: Action, scope: Scope): void {
  try {
    const action = actions[kind] as (world: World, scope: Scope, ...args: unknown[]) => unknown;
    world.log(kind, action(world, scope, ...args));
  } catch (error) {
    world.log(kind, error);
  }
}

function actAll(world: World, list: readonly Action[]): void {
  for (const action of list) act(world, action, OUTSIDE);
}
