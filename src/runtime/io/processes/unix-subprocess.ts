/**
 * Processes by protocols. Mirrors `subprocess_exec` and `subprocess_shell` of `asyncio/base_events.py`, and
 * `_make_subprocess_transport` of `asyncio/unix_events.py`.
 */
import { KeyboardInterrupt, ValueError } from "../../errors/exceptions.ts";
import { named } from "../../loop/loop-handle.ts";
import type { Coroutine } from "../../tasks/coroutine.ts";
import { type Future, futureInternals, type WaitReason } from "../../tasks/future.ts";
import type { SubprocessProtocol } from "../protocols.ts";
import type { SelectorEvents } from "../selector-events.ts";
import { BaseSubprocessTransport } from "./base-subprocess.ts";
import { addChildHandler } from "./child-watcher.ts";
import type { PopenOptions } from "./popen.ts";
import type { ProcessRequest } from "./process-system.ts";

const SHELL = "/bin/sh";
const STARTS: WaitReason = { reason: "process start", on: 0 };

/** Start a program; return its transport and the protocol. Throws OSError, and TypeError for what is not a program. */
export function* subprocessExec<P extends SubprocessProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  program: string,
  args: readonly string[],
  options: PopenOptions,
): Coroutine<[BaseSubprocessTransport, P]> {
  if (typeof program !== "string") throw new TypeError(`program must be a string, not ${typeof program}`);
  if (!Array.isArray(args)) throw new TypeError('The arguments of a program are an array: ["-l", "file"]');
  for (const arg of args as readonly unknown[])
    if (typeof arg !== "string") throw new TypeError(`program arguments must be strings, not ${typeof arg}`);
  const protocol = protocolFactory();
  return [yield* makeSubprocessTransport(events, protocol, [program, ...args], options), protocol];
}

/** Start a shell that runs a command line. */
export function* subprocessShell<P extends SubprocessProtocol>(
  events: SelectorEvents,
  protocolFactory: () => P,
  cmd: string,
  options: PopenOptions,
): Coroutine<[BaseSubprocessTransport, P]> {
  if (typeof cmd !== "string") throw new ValueError("cmd must be a string");
  const protocol = protocolFactory();
  return [yield* makeSubprocessTransport(events, protocol, [SHELL, "-c", cmd], options), protocol];
}

function* makeSubprocessTransport(
  events: SelectorEvents,
  protocol: SubprocessProtocol,
  argv: ProcessRequest["argv"],
  options: PopenOptions,
): Coroutine<BaseSubprocessTransport> {
  const { loop } = events;
  const waiter = loop.createFuture<void>();
  futureInternals.setWaitReason(waiter as Future<unknown>, STARTS);
  const transport = new BaseSubprocessTransport(events, protocol, argv, options, waiter);
  addChildHandler(events, transport.process, (returncode) => {
    const exited = () => transport.processExited(returncode);
    loop.callSoonThreadsafe(named("BaseSubprocessTransport._process_exited", exited));
  });
  try {
    yield* waiter;
  } catch (error) {
    if (error instanceof KeyboardInterrupt) throw error;
    transport.close();
    yield* transport.wait(STARTS);
    throw error;
  }
  return transport;
}
