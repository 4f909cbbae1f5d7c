/**
 * Public surface of asyncio in TypeScript. Names are asyncio's in camelCase, and times are seconds. A coroutine is the
 * generator of a generator function, and awaits with `yield*`:
 *
 *     run(function* () { yield* sleep(1); }())
 */
export {
  AsyncGen,
  type AsyncGenBody,
  asyncGenerator,
  emit,
  type Emission,
  GeneratorExit,
  StopAsyncIteration,
} from "./asyncgen/async-generator.ts";
export { aiter, anext, asyncFor, collect, type CoroutineIterable } from "./asyncgen/async-iteration.ts";
export { sleepBlocking } from "./loop/blocking.ts";
export {
  captureCallGraph,
  formatCallGraph,
  type FutureCallGraph,
  printCallGraph,
} from "./tasks/call-graph.ts";
export { type Clock, HostClock, VirtualClock } from "./loop/clock.ts";
export {
  asCompleted,
  gather,
  type ReturnWhen,
  shield,
  sleep,
  wait,
  waitFor,
  type WaitOptions,
} from "./combinators/combinators.ts";
export { type AsyncContextManager, withAsync } from "./contexts/context-manager.ts";
export { aclosing, asyncContextManager } from "./contexts/contextlib.ts";
export { Context, ContextVar, copyContext, Token } from "./contexts/contextvars.ts";
export {
  type Awaitable,
  type Coroutine,
  isCoroutine,
  type SourceLocation,
  type Yielded,
} from "./tasks/coroutine.ts";
export { createEagerTaskFactory, eagerTaskFactory } from "./tasks/eager-tasks.ts";
export { type CallbackOptions, EventLoop, type TaskFactory } from "./loop/event-loop.ts";
export { getRunningLoop } from "./loop/events.ts";
export type { ExceptionContext } from "./loop/exception-handler.ts";
export { ExceptionGroup } from "./errors/exception-group.ts";
export {
  BrokenBarrierError,
  CancelledError,
  Deadlock,
  IncompleteReadError,
  InvalidStateError,
  KeyboardInterrupt,
  LimitOverrunError,
  Livelock,
  LookupError,
  NotImplementedError,
  OverflowError,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  TimeoutError,
  ValueError,
} from "./errors/exceptions.ts";
export {
  BlockingIOError,
  BrokenPipeError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  FileNotFoundError,
  GaiError,
  NotADirectoryError,
  OSError,
  PermissionError,
  ProcessLookupError,
} from "./errors/os-errors.ts";
export type { Bytes } from "./io/bytes.ts";
export type { HostAndPort, SocketAddress } from "./io/addresses.ts";
export type { ConnectionOptions } from "./io/connections.ts";
export type { DatagramOptions } from "./io/datagrams.ts";
export type { AddressInfo, LookUpOptions } from "./io/look-ups.ts";
export {
  BaseProtocol,
  BufferedProtocol,
  DatagramProtocol,
  Protocol,
  SubprocessProtocol,
} from "./io/protocols.ts";
export {
  DatagramTransport,
  openConnection,
  openUnixConnection,
  pipe,
  ReadPipe,
  ReadTransport,
  Server,
  Socket,
  socketPair,
  startServer,
  startUnixServer,
  StreamReader,
  StreamReaderProtocol,
  StreamWriter,
  Transport,
  TransportSocket,
  WritePipe,
  WriteTransport,
} from "./io/io.ts";
export {
  createDefaultContext,
  SSLCertVerificationError,
  SSLContext,
  SSLEOFError,
  SSLError,
  SSLObject,
  SSLZeroReturnError,
} from "./io/tls/tls.ts";
export type { StartTls } from "./io/tls/begin-tls.ts";
export type { SniCallback, TlsSide, TlsVersion, VerifyLocations, VerifyMode } from "./io/tls/ssl-context.ts";
export type { Cipher, PeerCertificate } from "./io/tls/ssl-object.ts";
export type { ClientTls, ServerTls, SSLTimeouts, StartTlsOptions } from "./io/tls/ssl-options.ts";
export type { ReadProtocol } from "./io/pipe-transports.ts";
export type { SocketOptions } from "./io/program-socket.ts";
export type { ListenOptions, ServerStart } from "./io/servers.ts";
export {
  createSubprocessExec,
  createSubprocessShell,
  DEVNULL,
  PIPE,
  Process,
  STDOUT,
  SubprocessTransport,
} from "./io/processes/processes.ts";
export type { PopenOptions } from "./io/processes/popen.ts";
export type { ProcessSignal } from "./io/processes/process-signals.ts";
export type { StandardErrors, StandardInput, StandardOutput } from "./io/processes/standard-streams.ts";
export type { ProcessOptions } from "./io/processes/subprocess.ts";
export { raiseSignal, type Signal } from "./io/signals.ts";
export type { ClientConnected } from "./io/stream-protocol.ts";
export type { StreamReaderOptions } from "./io/stream-reader.ts";
export type { Streams } from "./io/streams.ts";
export type { AnyProtocol, ExtraInfo, PipeInfo } from "./io/transports.ts";
export { Future, futureAddToAwaitedBy, futureDiscardFromAwaitedBy, isFuture } from "./tasks/future.ts";
export { Handle, TimerHandle } from "./loop/handle.ts";
export { runCoroutineThreadsafe, wrapFuture } from "./loop/host-futures.ts";
export { runForeverOnHost, runUntilCompleteOnHost } from "./loop/host-loop.ts";
export type { Instrument, TaskOutcome } from "./instrument/instrument.ts";
export { Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore } from "./sync/locks.ts";
export { LifoQueue, PriorityQueue, Queue } from "./sync/queues.ts";
export { run, Runner, type RunnerOptions, runOnHost } from "./loop/runner.ts";
export { allTasks, createTask, currentTask, ensureFuture, Task, type TaskOptions } from "./tasks/task.ts";
export { TaskGroup } from "./combinators/task-group.ts";
export { Timeout, timeout, timeoutAt } from "./combinators/timeouts.ts";
