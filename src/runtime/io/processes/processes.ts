/** All of processes that the rest of the runtime uses, as one module; `no-processes.ts` is a worker's that has none. */
export { DEVNULL, PIPE, STDOUT } from "./standard-streams.ts";
export { createSubprocessExec, createSubprocessShell, Process } from "./subprocess.ts";
export { SubprocessTransport } from "./subprocess-transport.ts";
export { subprocessExec, subprocessShell } from "./unix-subprocess.ts";
