/**
 * Event kinds of simulated processes: the last part of the event table. A process is named by its pid, which is never used
 * again in a run; 0 is the program itself. Bytes of its pipes are events of the network.
 */
import { event, field, line, task } from "./declare.ts";

const process = field("process", "process", "The process.");
const stream = <const Name extends string>(name: Name) =>
  field(name, "endpoint", `Endpoint that is its ${name}; none for the console, a file or another process's.`);

export const processEvents = {
  processStarted: event(
    "A process was started.",
    process,
    field("command", "label", "Its command line."),
    field("parent", "process", "Process that started it; none for the program."),
    stream("stdin"),
    stream("stdout"),
    stream("stderr"),
    task,
    line,
  ),
  processSignalled: event(
    "A process was sent a signal.",
    process,
    field("name", "label", "The signal, such as SIGTERM."),
    task,
    line,
  ),
  processExited: event(
    "A process has ended.",
    process,
    field("status", "amount", "Its exit status; minus the number of the signal that ended it."),
    field("signal", "label", "Name of that signal; empty for none."),
  ),
  processSuspended: event(
    "A process of a command waits.",
    process,
    field("reason", "label", "Kind of wait: read, write, sleep or process."),
    field("endpoint", "endpoint", "Endpoint that it reads or writes; none for another wait."),
    field("child", "process", "Process that it waits for; none for another wait."),
    field("until", "seconds", "Virtual time at which its sleep ends; 0 for never, and for another wait."),
  ),
  processResumed: event(
    "A process begins, or continues. What a command does follows, until it waits or ends.",
    process,
    field("thread", "thread", "Thread that runs its Python program; none for a command."),
  ),
  processReported: event("An event loop's selector reports that a process has ended.", process),
} as const;
