/**
 * The event table: every event kind, declared once, with its fields and their types.
 *
 * The rest follows from it by type or by `npm run generate`: the `Instrument` interface, the recorder's records, the
 * typed events that readers get, the Python guest's journal, the check of imported traces, the JSON schema and
 * `docs/event-kinds.md`. To add a kind, add an entry at the end, run `npm run generate`, and follow the compiler to the
 * reducer and the sentence.
 *
 * Invariants: a kind's code is its place in the table, so entries are only appended. The order of the fields is the order
 * of a hook's arguments and of a record's words. An event of a handle begins with the field `handle`; its hook takes the
 * handle itself.
 */
import { event, field, type Field, line, task } from "./declare.ts";
import { closedSets } from "./field-types.ts";
import { networkEvents } from "./network-events.ts";
import { processEvents } from "./process-events.ts";

const handle = field("handle", "handle", "The callback.");
const handleTask = field("task", "task", "Task that the callback steps, wakes or was made for.");
const handleName = field("name", "handleName", "Name of the task or of the callback.");
const resource = field("resource", "resource", "The resource.");
const loop = field(
  "loop",
  "count",
  "The loop, from 0; one that is closed leaves its number to the next one that is made.",
);
const theTask = field("task", "task", "The task.");

export const eventTable = {
  loopStarted: event("The loop begins to run."),
  loopStopped: event("The loop has stopped."),
  iterationStarted: event(
    "An iteration begins. It runs exactly the handles that are ready now.",
    field("ready", "count", "Handles in the batch."),
  ),
  clockAdvanced: event(
    "Nothing was ready, so the clock jumped to the earliest timer.",
    field("from", "seconds", "Virtual time before the jump."),
  ),
  handleScheduled: event("A callback joined the ready queue.", handle, handleTask, handleName, line),
  handleStarted: event("A callback begins to run.", handle, handleTask, handleName),
  handleEnded: event("The callback that ran has returned.", handle, handleTask, handleName),
  handleCancelled: event("A callback was cancelled before it ran.", handle, handleTask, handleName),
  timerScheduled: event(
    "A timer was set.",
    handle,
    handleTask,
    handleName,
    line,
    field("when", "seconds", "Virtual time at which it is due."),
  ),
  timerDue: event(
    "A timer left the timers and joined the ready queue.",
    handle,
    handleTask,
    handleName,
    field("when", "seconds", "Virtual time at which it was due."),
  ),
  taskCreated: event(
    "A task was created.",
    theTask,
    field("name", "newLabel", "Name of the task."),
    field("coroutine", "text", "Qualified name of its coroutine function."),
    field("parent", "task", "Task that created it."),
    line,
  ),
  taskStepped: event(
    "The task's coroutine continues.",
    theTask,
    field("line", "line", "Line from which it continues."),
  ),
  taskSuspended: event(
    "The task's coroutine stopped at an await.",
    theTask,
    field("future", "future", "Future that will wake it; none if it only lets other callbacks run."),
    field("reason", "label", "Kind of wait: sleep, Lock, gather, task, future, thread, …"),
    field("on", "waitedOn", "The task waited for if `reason` is task, else the resource."),
    field("line", "line", "Line of the innermost await of the program's own code."),
    field(
      "stack",
      "text",
      "A line `coroutine line` for each suspended coroutine of the program, the outermost first; empty if there is one.",
    ),
  ),
  taskCancelRequested: event(
    "Cancellation of the task was requested.",
    theTask,
    field("by", "task", "Task that requested it."),
    line,
  ),
  taskDone: event(
    "The task ended.",
    theTask,
    field("outcome", closedSets.outcome, "How it ended."),
    field("value", "label", "The result's repr, or the exception in one line."),
  ),
  futureCreated: event("A future was created.", field("future", "future", "The future."), task, line),
  futureDone: event(
    "A future got its outcome.",
    field("future", "future", "The future."),
    field("outcome", closedSets.outcome, "How it ended."),
  ),
  resourceCreated: event(
    "A lock, queue, group or other resource was created, or first used.",
    resource,
    field("type", "text", "Its class."),
    field("name", "label", "Name of the variable that holds it; empty if unknown."),
    field(
      "value",
      "seconds",
      "Permits, a barrier's parties, a queue's maxsize, a gather's children; the virtual time at which a timeout expires (0 for never).",
    ),
    line,
    field("base", "text", "Class of asyncio that `type` is or is derived from."),
  ),
  resourceWaited: event(
    "The task joined the line for a resource.",
    resource,
    task,
    field("value", "amount", "Free permits."),
    line,
  ),
  resourceAcquired: event(
    "The task acquired a permit.",
    resource,
    task,
    field("value", "amount", "Free permits since."),
    line,
  ),
  resourceReleased: event(
    "The task released a permit.",
    resource,
    task,
    field("value", "amount", "Free permits since."),
    line,
  ),
  queuePut: event(
    "The task put an item into a queue.",
    resource,
    task,
    field("item", "label", "The item's repr."),
    field("value", "amount", "Items in the queue since."),
    line,
    field(
      "next",
      "text",
      "Repr of the item that a priority queue would give out next; empty for other queues.",
    ),
  ),
  queueGot: event(
    "The task took an item from a queue.",
    resource,
    task,
    field("item", "label", "The item's repr."),
    field("value", "amount", "Items in the queue since."),
    line,
    field(
      "next",
      "text",
      "Repr of the item that a priority queue would give out next; empty for other queues.",
    ),
  ),
  loopBlocked: event(
    "A blocking call held the loop and has returned.",
    field("duration", "seconds", "Virtual seconds for which nothing else could run."),
    task,
    field("call", "label", "The call."),
    line,
  ),
  threadStarted: event(
    "A worker thread begins to run a function.",
    field("thread", "thread", "The thread."),
    field("name", "label", "Name of the thread."),
    field("task", "task", "Task that gave the function to an executor, as `to_thread` does."),
  ),
  threadEnded: event(
    "The function of a worker thread has returned or raised.",
    field("thread", "thread", "The thread."),
    field("name", "label", "Name of the thread."),
  ),
  outputWritten: event(
    "The program wrote output.",
    field("stream", closedSets.stream, "Where to."),
    field("text", "label", "The text."),
    task,
    line,
    field("thread", "thread", "Worker thread that wrote it; none for the loop's own."),
  ),
  warningRaised: event(
    "The guest found something wrong.",
    field("message", "label", "A sentence for the person."),
    line,
    field(
      "diagnosis",
      "text",
      "Name of what is wrong; empty for a warning that is no diagnosis of the program.",
    ),
    field("task", "task", "Task that it is about."),
  ),
  resourceChanged: event(
    "The task changed a resource in another way.",
    resource,
    task,
    field(
      "change",
      "label",
      "set, clear, notify, trip, reset, abort, shutdown, reschedule, expire or swallow.",
    ),
    field(
      "value",
      "amount",
      "State since: 1 for an event that is set, tasks notified, tasks in a barrier, items left, the time when a timeout expires.",
    ),
    line,
  ),
  taskCancelThrown: event("CancelledError is thrown into the task's coroutine.", theTask, line),
  taskUncancelled: event(
    "A cancel request was taken back.",
    theTask,
    field("left", "count", "Requests that are left."),
    line,
  ),
  childAdded: event(
    "A gather, task group or other group waits for one more child.",
    resource,
    field("task", "task", "The child, if it is a task."),
    field("future", "future", "The child, if it is a future."),
    line,
  ),
  contextVariableSet: event(
    "A context variable changed in the context of a task.",
    theTask,
    field("name", "label", "Name of the variable."),
    field("value", "text", "Repr of its value; empty if it has none."),
    line,
  ),
  callBlocked: event(
    "A blocking call begins to wait for what can never happen: it holds the loop until the run ends.",
    field("call", "label", "The call."),
    task,
    line,
    field("cause", "text", "Who could have ended the wait, and what is due meanwhile."),
  ),
  threadSuspended: event(
    "A worker thread waits in a blocking call, and lets others run.",
    field("thread", "thread", "The thread."),
    field("call", "label", "The call, such as `time.sleep` or `Queue.get`."),
    line,
    field("until", "seconds", "Virtual time at which it continues at the latest; 0 for never."),
  ),
  threadResumed: event(
    "A worker thread continues. What follows is its doing, until it waits or ends.",
    field("thread", "thread", "The thread."),
  ),
  ...networkEvents,
  loopSwitched: event(
    "Another event loop of the program is at work: the events that follow are in that one.",
    loop,
  ),
  resultAwaited: event(
    "A worker thread that waits in `Future.result` waits for a task.",
    field("thread", "thread", "The thread."),
    theTask,
  ),
  handlePassed: event(
    "The callback that was just scheduled joins the ready queue or the timers of another event loop.",
    loop,
    handle,
  ),
  ...processEvents,
} as const satisfies Record<string, { about: string; fields: readonly Field[] }>;
