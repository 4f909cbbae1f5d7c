/** Commands that run in the shell's own process. */
import { complain, lacking, Lines, shellStatus } from "../process-io.ts";
import { resolvePath } from "../process-files.ts";
import type { Running } from "../process.ts";
import type { ProcessStream } from "../process-stream.ts";
import { signalNumber } from "../signal-numbers.ts";
import type { Command } from "../commands/command.ts";
import { ending, kill, printf, pwd, shellEcho, test } from "../commands/plain.ts";
import { Exit, LeaveLoop, type ShellState } from "./shell-state.ts";

type Builtin = (shell: ShellState, args: readonly string[]) => Running;

const ofProcess =
  (command: Command): Builtin =>
  ({ process }, args) =>
    command(process, args);

const cd: Builtin = function* ({ process, name }, [folder]) {
  const path = resolvePath(process.cwd, folder ?? process.env.get("HOME") ?? "/");
  if (typeof process.table.files.list(path) === "number")
    return yield* complain(process, `${name}: 1: cd: can't cd to ${folder}`, 2);
  process.cwd = path;
  return 0;
};

const setVariables: Builtin = function* (shell, args) {
  for (const arg of args) {
    const [, name = "", value] = /^(\w+)(?:=([^]*))?$/.exec(arg) ?? [];
    shell.process.env.set(name, value ?? shell.value(name) ?? "");
    shell.variables.delete(name);
  }
  return 0;
};

/** Read a line into variables; the last one gets what is left. */
const readLine: Builtin = function* (shell, args) {
  const names = args.filter((arg) => !arg.startsWith("-"));
  const stdin = shell.process.streams[0] as ProcessStream;
  if (shell.lines?.stream !== stdin) shell.lines = new Lines(shell.process, stdin);
  const line = yield* shell.lines.next();
  let rest = line.replace(/\n$/, "").trim();
  for (const [at, name] of names.entries()) {
    const end = at === names.length - 1 ? -1 : rest.search(/[ \t]/);
    shell.set(name, end < 0 ? rest : rest.slice(0, end));
    rest = end < 0 ? "" : rest.slice(end).trim();
  }
  return line.endsWith("\n") ? 0 : 1;
};

const wait: Builtin = function* ({ process, jobs }, args) {
  let status = 0;
  for (const job of jobs.splice(0)) {
    if (args.length > 0 && !args.includes(String(job.pid))) jobs.push(job);
    else {
      if (!job.hasEnded) {
        process.awaited = { reason: "process", child: job.pid };
        yield (wake) => {
          job.whenEnded(wake);
          process.whenPending = wake;
          return () => (process.whenPending = () => {});
        };
      }
      const [signal] = process.pending;
      // A signal with a trap ends the wait.
      if (signal !== undefined && !job.hasEnded) {
        jobs.push(job);
        return 128 + signal;
      }
      status = shellStatus(job.status ?? 0);
    }
  }
  return args.length > 0 ? status : 0;
};

/** `trap 'echo bye' TERM EXIT` runs commands at signals; `trap '' TERM` ignores one, and `trap - TERM` takes both back. */
const trap: Builtin = function* ({ process, name, traps }, [action = "-", ...signals]) {
  for (const text of signals) {
    const number = text === "EXIT" ? 0 : signalNumber(text);
    if (number === undefined) return yield* complain(process, `${name}: 1: trap: ${text}: bad trap`);
    process.ignored.delete(number);
    process.caught.delete(number);
    traps.delete(number);
    if (action === "-") continue;
    traps.set(number, action);
    (action === "" ? process.ignored : process.caught).add(number);
  }
  return 0;
};

const exec: Builtin = function* (shell, args) {
  const { process, name } = shell;
  const [program] = args;
  if (program === undefined) return 0;
  const found = process.table.find(program);
  if (!found) throw new Exit(yield* lacking(process, program, `${name}: 1: exec: ${program}: not found`));
  return yield* shell.replaceBy(args, found);
};

const leave = (kind: "break" | "continue"): Builtin =>
  function* (_, [loops = "1"]) {
    throw new LeaveLoop(kind, Number(loops));
  };

export const builtins: Readonly<Record<string, Builtin>> = {
  ":": ofProcess(ending(0)),
  true: ofProcess(ending(0)),
  false: ofProcess(ending(1)),
  echo: ofProcess(shellEcho),
  printf: ofProcess(printf),
  pwd: ofProcess(pwd),
  test: ofProcess(test),
  kill: ofProcess(kill),
  break: leave("break"),
  continue: leave("continue"),
  cd,
  exec,
  export: setVariables,
  read: readLine,
  trap,
  wait,
  *"["({ process, name }, args) {
    if (args.at(-1) !== "]") return yield* complain(process, `${name}: 1: [: missing ]`, 2);
    return yield* test(process, args.slice(0, -1));
  },
  *exit({ status, statusBeforeTrap }, [given]) {
    throw new Exit(given === undefined ? (statusBeforeTrap ?? status) : Number(given) & 0xff);
  },
  *set(shell, args) {
    const end = args.indexOf("--");
    const options = end < 0 ? args : args.slice(0, end);
    if (options.includes("-e")) shell.stopsAtErrors = true;
    if (options.includes("+e")) shell.stopsAtErrors = false;
    if (end >= 0) shell.parameters = args.slice(end + 1);
    return 0;
  },
  *shift(shell, [count = "1"]) {
    shell.parameters = shell.parameters.slice(Number(count));
    return 0;
  },
};
