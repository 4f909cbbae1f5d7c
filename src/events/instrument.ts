// Generated from event-table.ts by `npm run generate`: change the table, not this file.
/**
 * Hooks into a running loop, a method for each event kind. `time` is the loop's, in seconds; ids are unique in a run
 * and 0 is none; lines are the program's, from 1, and 0 is unknown.
 */
import type { EventKind, WordOf } from "./event.ts";

/** A handle, as far as hooks read it. */
export interface HandleInfo {
  readonly id: number;
  readonly task: number;
  readonly name: string;
  readonly line: number;
  /** Number that the instrument may keep for the name: 0 for none yet, -1 for the name with which the task was made. */
  tag: number;
}

export interface TimerHandleInfo extends HandleInfo {
  /** Virtual seconds at which it is due. */
  readonly deadline: number;
}

/**
 * All hooks are optional. The loop itself reports loops, iterations, handles and timers; a guest reports its tasks,
 * futures, resources and output. A hook must not touch the loop. One that throws is dropped and reported, and never
 * changes the run.
 */
export interface Instrument {
  /** Promises that every hook is there and none ever throws: the loop calls them without a guard. */
  readonly neverThrows?: true;

  /** The loop begins to run. */
  loopStarted?(time: number): void;
  /** The loop has stopped. */
  loopStopped?(time: number): void;
  /**
   * An iteration begins. It runs exactly the handles that are ready now.
   * @param ready Handles in the batch.
   */
  iterationStarted?(time: number, ready: number): void;
  /**
   * Nothing was ready, so the clock jumped to the earliest timer.
   * @param from Virtual time before the jump.
   */
  clockAdvanced?(time: number, from: number): void;
  /** A callback joined the ready queue. */
  handleScheduled?(time: number, handle: HandleInfo): void;
  /** A callback begins to run. */
  handleStarted?(time: number, handle: HandleInfo): void;
  /** The callback that ran has returned. */
  handleEnded?(time: number, handle: HandleInfo): void;
  /** A callback was cancelled before it ran. */
  handleCancelled?(time: number, handle: HandleInfo): void;
  /** A timer was set. */
  timerScheduled?(time: number, handle: TimerHandleInfo): void;
  /** A timer left the timers and joined the ready queue. */
  timerDue?(time: number, handle: TimerHandleInfo): void;
  /**
   * A task was created.
   * @param task The task.
   * @param name Name of the task.
   * @param coroutine Qualified name of its coroutine function.
   * @param parent Task that created it.
   * @param line Line of the program that did it.
   */
  taskCreated?(
    time: number,
    task: number,
    name: string,
    coroutine: string,
    parent: number,
    line: number,
  ): void;
  /**
   * The task's coroutine continues.
   * @param task The task.
   * @param line Line from which it continues.
   */
  taskStepped?(time: number, task: number, line: number): void;
  /**
   * The task's coroutine stopped at an await.
   * @param task The task.
   * @param future Future that will wake it; none if it only lets other callbacks run.
   * @param reason Kind of wait: sleep, Lock, gather, task, future, thread, …
   * @param on The task waited for if `reason` is task, else the resource.
   * @param line Line of the innermost await of the program's own code.
   * @param stack A line `coroutine line` for each suspended coroutine of the program, the outermost first; empty if there is one.
   */
  taskSuspended?(
    time: number,
    task: number,
    future: number,
    reason: string,
    on: number,
    line: number,
    stack: string,
  ): void;
  /**
   * Cancellation of the task was requested.
   * @param task The task.
   * @param by Task that requested it.
   * @param line Line of the program that did it.
   */
  taskCancelRequested?(time: number, task: number, by: number, line: number): void;
  /**
   * The task ended.
   * @param task The task.
   * @param outcome How it ended.
   * @param value The result's repr, or the exception in one line.
   */
  taskDone?(time: number, task: number, outcome: WordOf<"outcome">, value: string): void;
  /**
   * A future was created.
   * @param future The future.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  futureCreated?(time: number, future: number, task: number, line: number): void;
  /**
   * A future got its outcome.
   * @param future The future.
   * @param outcome How it ended.
   */
  futureDone?(time: number, future: number, outcome: WordOf<"outcome">): void;
  /**
   * A lock, queue, group or other resource was created, or first used.
   * @param resource The resource.
   * @param type Its class.
   * @param name Name of the variable that holds it; empty if unknown.
   * @param value Permits, a barrier's parties, a queue's maxsize, a gather's children; the virtual time at which a timeout expires (0 for never).
   * @param line Line of the program that did it.
   * @param base Class of asyncio that `type` is or is derived from.
   */
  resourceCreated?(
    time: number,
    resource: number,
    type: string,
    name: string,
    value: number,
    line: number,
    base: string,
  ): void;
  /**
   * The task joined the line for a resource.
   * @param resource The resource.
   * @param task Task that did it; none for code outside of any task.
   * @param value Free permits.
   * @param line Line of the program that did it.
   */
  resourceWaited?(time: number, resource: number, task: number, value: number, line: number): void;
  /**
   * The task acquired a permit.
   * @param resource The resource.
   * @param task Task that did it; none for code outside of any task.
   * @param value Free permits since.
   * @param line Line of the program that did it.
   */
  resourceAcquired?(time: number, resource: number, task: number, value: number, line: number): void;
  /**
   * The task released a permit.
   * @param resource The resource.
   * @param task Task that did it; none for code outside of any task.
   * @param value Free permits since.
   * @param line Line of the program that did it.
   */
  resourceReleased?(time: number, resource: number, task: number, value: number, line: number): void;
  /**
   * The task put an item into a queue.
   * @param resource The resource.
   * @param task Task that did it; none for code outside of any task.
   * @param item The item's repr.
   * @param value Items in the queue since.
   * @param line Line of the program that did it.
   * @param next Repr of the item that a priority queue would give out next; empty for other queues.
   */
  queuePut?(
    time: number,
    resource: number,
    task: number,
    item: string,
    value: number,
    line: number,
    next: string,
  ): void;
  /**
   * The task took an item from a queue.
   * @param resource The resource.
   * @param task Task that did it; none for code outside of any task.
   * @param item The item's repr.
   * @param value Items in the queue since.
   * @param line Line of the program that did it.
   * @param next Repr of the item that a priority queue would give out next; empty for other queues.
   */
  queueGot?(
    time: number,
    resource: number,
    task: number,
    item: string,
    value: number,
    line: number,
    next: string,
  ): void;
  /**
   * A blocking call held the loop and has returned.
   * @param duration Virtual seconds for which nothing else could run.
   * @param task Task that did it; none for code outside of any task.
   * @param call The call.
   * @param line Line of the program that did it.
   */
  loopBlocked?(time: number, duration: number, task: number, call: string, line: number): void;
  /**
   * A worker thread begins to run a function.
   * @param thread The thread.
   * @param name Name of the thread.
   * @param task Task that gave the function to an executor, as `to_thread` does.
   */
  threadStarted?(time: number, thread: number, name: string, task: number): void;
  /**
   * The function of a worker thread has returned or raised.
   * @param thread The thread.
   * @param name Name of the thread.
   */
  threadEnded?(time: number, thread: number, name: string): void;
  /**
   * The program wrote output.
   * @param stream Where to.
   * @param text The text.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   * @param thread Worker thread that wrote it; none for the loop's own.
   */
  outputWritten?(
    time: number,
    stream: WordOf<"stream">,
    text: string,
    task: number,
    line: number,
    thread: number,
  ): void;
  /**
   * The guest found something wrong.
   * @param message A sentence for the person.
   * @param line Line of the program that did it.
   * @param diagnosis Name of what is wrong; empty for a warning that is no diagnosis of the program.
   * @param task Task that it is about.
   */
  warningRaised?(time: number, message: string, line: number, diagnosis: string, task: number): void;
  /**
   * The task changed a resource in another way.
   * @param resource The resource.
   * @param task Task that did it; none for code outside of any task.
   * @param change set, clear, notify, trip, reset, abort, shutdown, reschedule, expire or swallow.
   * @param value State since: 1 for an event that is set, tasks notified, tasks in a barrier, items left, the time when a timeout expires.
   * @param line Line of the program that did it.
   */
  resourceChanged?(
    time: number,
    resource: number,
    task: number,
    change: string,
    value: number,
    line: number,
  ): void;
  /**
   * CancelledError is thrown into the task's coroutine.
   * @param task The task.
   * @param line Line of the program that did it.
   */
  taskCancelThrown?(time: number, task: number, line: number): void;
  /**
   * A cancel request was taken back.
   * @param task The task.
   * @param left Requests that are left.
   * @param line Line of the program that did it.
   */
  taskUncancelled?(time: number, task: number, left: number, line: number): void;
  /**
   * A gather, task group or other group waits for one more child.
   * @param resource The resource.
   * @param task The child, if it is a task.
   * @param future The child, if it is a future.
   * @param line Line of the program that did it.
   */
  childAdded?(time: number, resource: number, task: number, future: number, line: number): void;
  /**
   * A context variable changed in the context of a task.
   * @param task The task.
   * @param name Name of the variable.
   * @param value Repr of its value; empty if it has none.
   * @param line Line of the program that did it.
   */
  contextVariableSet?(time: number, task: number, name: string, value: string, line: number): void;
  /**
   * A blocking call begins to wait for what can never happen: it holds the loop until the run ends.
   * @param call The call.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   * @param cause Who could have ended the wait, and what is due meanwhile.
   */
  callBlocked?(time: number, call: string, task: number, line: number, cause: string): void;
  /**
   * A worker thread waits in a blocking call, and lets others run.
   * @param thread The thread.
   * @param call The call, such as `time.sleep` or `Queue.get`.
   * @param line Line of the program that did it.
   * @param until Virtual time at which it continues at the latest; 0 for never.
   */
  threadSuspended?(time: number, thread: number, call: string, line: number, until: number): void;
  /**
   * A worker thread continues. What follows is its doing, until it waits or ends.
   * @param thread The thread.
   */
  threadResumed?(time: number, thread: number): void;
  /**
   * The program reaches a host of the simulated network for the first time.
   * @param host The host.
   * @param name Its name.
   * @param address Its address.
   * @param latency Seconds that a packet is on its way to it, without jitter.
   * @param bandwidth Bytes a second; 0 for no limit.
   */
  hostAdded?(
    time: number,
    host: number,
    name: string,
    address: string,
    latency: number,
    bandwidth: number,
  ): void;
  /**
   * A host's name was looked up.
   * @param name The name.
   * @param addresses Addresses, separated by spaces; empty if the name is not known.
   * @param duration Seconds that the look-up took.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  nameResolved?(
    time: number,
    name: string,
    addresses: string,
    duration: number,
    task: number,
    line: number,
  ): void;
  /**
   * An endpoint was created.
   * @param endpoint The endpoint.
   * @param type What it can carry.
   * @param host Host that it belongs to; none for the program's own.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  endpointOpened?(
    time: number,
    endpoint: number,
    type: WordOf<"endpointType">,
    host: number,
    task: number,
    line: number,
  ): void;
  /**
   * An endpoint got its own address.
   * @param endpoint The endpoint.
   * @param address The address: `host:port`, or a path.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  endpointBound?(time: number, endpoint: number, address: string, task: number, line: number): void;
  /**
   * An endpoint became a listener: it waits for connections.
   * @param endpoint The listener.
   * @param address The address: `host:port`, or a path.
   * @param backlog The backlog: one connection more may wait to be accepted.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  listeningStarted?(
    time: number,
    endpoint: number,
    address: string,
    backlog: number,
    task: number,
    line: number,
  ): void;
  /**
   * An endpoint asks for a connection.
   * @param endpoint The endpoint.
   * @param address The address asked for: `host:port`, or a path.
   * @param host Host of that address; none for the program's own.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  connectionRequested?(
    time: number,
    endpoint: number,
    address: string,
    host: number,
    task: number,
    line: number,
  ): void;
  /**
   * The connection that an endpoint asked for is open.
   * @param endpoint The endpoint.
   * @param peer The endpoint at the other end.
   */
  connectionOpened?(time: number, endpoint: number, peer: number): void;
  /**
   * The connection that an endpoint asked for was not opened.
   * @param endpoint The endpoint.
   * @param reason Why.
   */
  connectionFailed?(time: number, endpoint: number, reason: WordOf<"connectFailure">): void;
  /**
   * A connection joined the listen queue.
   * @param endpoint The listener.
   * @param peer The endpoint at the other end.
   * @param waiting Connections in the listen queue since.
   */
  connectionQueued?(time: number, endpoint: number, peer: number, waiting: number): void;
  /**
   * The listen queue was full: the request was dropped, and is made again later.
   * @param endpoint The listener.
   * @param peer The endpoint at the other end.
   * @param waiting Connections in the listen queue since.
   */
  connectionDropped?(time: number, endpoint: number, peer: number, waiting: number): void;
  /**
   * A connection left the listen queue: the program accepts it.
   * @param endpoint The listener.
   * @param peer The endpoint at the other end.
   * @param waiting Connections in the listen queue since.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  connectionAccepted?(
    time: number,
    endpoint: number,
    peer: number,
    waiting: number,
    task: number,
    line: number,
  ): void;
  /**
   * The program wrote bytes to an endpoint.
   * @param endpoint The endpoint.
   * @param bytes Number of bytes.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   * @param preview The first of these bytes, as text of at most 80 characters; empty if the program's settings want none.
   */
  bytesSent?(
    time: number,
    endpoint: number,
    bytes: number,
    task: number,
    line: number,
    preview: string,
  ): void;
  /**
   * Bytes left an endpoint for its peer.
   * @param endpoint The endpoint.
   * @param bytes Number of bytes.
   * @param arrival Virtual time of the arrival.
   */
  bytesDeparted?(time: number, endpoint: number, bytes: number, arrival: number): void;
  /**
   * Bytes arrived at an endpoint.
   * @param endpoint The endpoint.
   * @param bytes Number of bytes.
   */
  bytesArrived?(time: number, endpoint: number, bytes: number): void;
  /**
   * The program read bytes from an endpoint.
   * @param endpoint The endpoint.
   * @param bytes Number of bytes.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  bytesRead?(time: number, endpoint: number, bytes: number, task: number, line: number): void;
  /**
   * The program sent a datagram.
   * @param endpoint The endpoint.
   * @param datagram The datagram.
   * @param bytes Number of bytes.
   * @param address Where to.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   * @param preview The first of these bytes, as text of at most 80 characters; empty if the program's settings want none.
   */
  datagramSent?(
    time: number,
    endpoint: number,
    datagram: number,
    bytes: number,
    address: string,
    task: number,
    line: number,
    preview: string,
  ): void;
  /**
   * A datagram is on its way.
   * @param datagram The datagram.
   * @param peer The endpoint at the other end.
   * @param arrival Virtual time of the arrival.
   */
  datagramDeparted?(time: number, datagram: number, peer: number, arrival: number): void;
  /**
   * A datagram arrived at an endpoint.
   * @param endpoint The endpoint.
   * @param datagram The datagram.
   * @param bytes Number of bytes.
   */
  datagramArrived?(time: number, endpoint: number, datagram: number, bytes: number): void;
  /**
   * A datagram will never arrive, or was dropped on arrival.
   * @param endpoint The endpoint.
   * @param datagram The datagram.
   * @param reason Why.
   */
  datagramLost?(time: number, endpoint: number, datagram: number, reason: WordOf<"datagramLoss">): void;
  /**
   * The program read a datagram.
   * @param endpoint The endpoint.
   * @param datagram The datagram.
   * @param bytes Number of bytes.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  datagramRead?(
    time: number,
    endpoint: number,
    datagram: number,
    bytes: number,
    task: number,
    line: number,
  ): void;
  /**
   * The program ends its side of a connection: no more bytes will follow.
   * @param endpoint The endpoint.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  endSent?(time: number, endpoint: number, task: number, line: number): void;
  /**
   * The end of the stream left an endpoint for its peer.
   * @param endpoint The endpoint.
   * @param arrival Virtual time of the arrival.
   */
  endDeparted?(time: number, endpoint: number, arrival: number): void;
  /**
   * The end of the peer's stream arrived: there is nothing more to read.
   * @param endpoint The endpoint.
   */
  endArrived?(time: number, endpoint: number): void;
  /**
   * The peer is gone: the connection was reset.
   * @param endpoint The endpoint.
   */
  connectionReset?(time: number, endpoint: number): void;
  /**
   * The program closed an endpoint.
   * @param endpoint The endpoint.
   * @param how closed, or aborted: what waited to be sent is lost.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  endpointClosed?(time: number, endpoint: number, how: WordOf<"closing">, task: number, line: number): void;
  /**
   * The loop's selector finds an endpoint ready; the loop schedules the callback that waits for that.
   * @param endpoint The endpoint.
   * @param ready What can be done without waiting.
   */
  endpointReady?(time: number, endpoint: number, ready: WordOf<"readiness">): void;
  /**
   * A transport's buffer is over its high-water mark: the protocol is asked to pause writing. While writing stays paused, once more each time that the buffer has doubled.
   * @param endpoint The endpoint.
   * @param bytes Bytes in the transport's buffer.
   * @param mark The mark that the buffer has passed, in bytes.
   */
  writingPaused?(time: number, endpoint: number, bytes: number, mark: number): void;
  /**
   * A transport's buffer is down to its low-water mark: writing may continue.
   * @param endpoint The endpoint.
   * @param bytes Bytes in the transport's buffer.
   * @param mark The mark that the buffer has passed, in bytes.
   */
  writingResumed?(time: number, endpoint: number, bytes: number, mark: number): void;
  /**
   * A transport was asked to stop reading.
   * @param endpoint The endpoint.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  readingPaused?(time: number, endpoint: number, task: number, line: number): void;
  /**
   * A transport was asked to read again.
   * @param endpoint The endpoint.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  readingResumed?(time: number, endpoint: number, task: number, line: number): void;
  /**
   * The program got a signal.
   * @param name The signal, such as SIGINT.
   * @param origin The program itself, a timer that it set, the person at the page, or a visitor of its servers.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  signalRaised?(time: number, name: string, origin: WordOf<"signalOrigin">, task: number, line: number): void;
  /**
   * A TLS handshake begins at an endpoint. TLS is simulated: nothing is encrypted.
   * @param endpoint The endpoint.
   * @param side Side of the connection.
   * @param name A client's name for the server, which its certificate must have; empty if it has none.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  handshakeStarted?(
    time: number,
    endpoint: number,
    side: WordOf<"tlsSide">,
    name: string,
    task: number,
    line: number,
  ): void;
  /**
   * A TLS handshake is over: bytes of the program may follow.
   * @param endpoint The endpoint.
   * @param version Version of TLS, such as TLSv1.3.
   * @param protocol Protocol that both sides chose (ALPN); empty for none.
   */
  handshakeFinished?(time: number, endpoint: number, version: string, protocol: string): void;
  /**
   * A TLS handshake has failed.
   * @param endpoint The endpoint.
   * @param reason Why, in OpenSSL's words.
   */
  handshakeFailed?(time: number, endpoint: number, reason: string): void;
  /**
   * Another event loop of the program is at work: the events that follow are in that one.
   * @param loop The loop, from 0; one that is closed leaves its number to the next one that is made.
   */
  loopSwitched?(time: number, loop: number): void;
  /**
   * A worker thread that waits in `Future.result` waits for a task.
   * @param thread The thread.
   * @param task The task.
   */
  resultAwaited?(time: number, thread: number, task: number): void;
  /**
   * The callback that was just scheduled joins the ready queue or the timers of another event loop.
   * @param loop The loop, from 0; one that is closed leaves its number to the next one that is made.
   * @param handle The callback.
   */
  handlePassed?(time: number, loop: number, handle: number): void;
  /**
   * A process was started.
   * @param process The process.
   * @param command Its command line.
   * @param parent Process that started it; none for the program.
   * @param stdin Endpoint that is its stdin; none for the console, a file or another process's.
   * @param stdout Endpoint that is its stdout; none for the console, a file or another process's.
   * @param stderr Endpoint that is its stderr; none for the console, a file or another process's.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  processStarted?(
    time: number,
    process: number,
    command: string,
    parent: number,
    stdin: number,
    stdout: number,
    stderr: number,
    task: number,
    line: number,
  ): void;
  /**
   * A process was sent a signal.
   * @param process The process.
   * @param name The signal, such as SIGTERM.
   * @param task Task that did it; none for code outside of any task.
   * @param line Line of the program that did it.
   */
  processSignalled?(time: number, process: number, name: string, task: number, line: number): void;
  /**
   * A process has ended.
   * @param process The process.
   * @param status Its exit status; minus the number of the signal that ended it.
   * @param signal Name of that signal; empty for none.
   */
  processExited?(time: number, process: number, status: number, signal: string): void;
  /**
   * A process of a command waits.
   * @param process The process.
   * @param reason Kind of wait: read, write, sleep or process.
   * @param endpoint Endpoint that it reads or writes; none for another wait.
   * @param child Process that it waits for; none for another wait.
   * @param until Virtual time at which its sleep ends; 0 for never, and for another wait.
   */
  processSuspended?(
    time: number,
    process: number,
    reason: string,
    endpoint: number,
    child: number,
    until: number,
  ): void;
  /**
   * A process begins, or continues. What a command does follows, until it waits or ends.
   * @param process The process.
   * @param thread Thread that runs its Python program; none for a command.
   */
  processResumed?(time: number, process: number, thread: number): void;
  /**
   * An event loop's selector reports that a process has ended.
   * @param process The process.
   */
  processReported?(time: number, process: number): void;
}

/** An instrument with every hook present. */
export type Hooks = Required<Instrument>;

export type Hook = EventKind;
