/** Commands that read no input: echo, printf, true, false, sleep, pwd, ls, env, seq, yes, kill, test. Mirror those of GNU. */
import { complain, lacking, never, print, rawText, sleep } from "../process-io.ts";
import { resolvePath } from "../process-files.ts";
import { signalNumber } from "../signal-numbers.ts";
import { type Command, errorText, invalidOption, nameOf, readOptions } from "./command.ts";
import { escapes, format } from "./printf.ts";
import { type Process, type Running, STEP } from "../process.ts";

/** `/bin/echo`; the one of a shell is `shellEcho`. */
export const echo: Command = function* (process, args) {
  let [isLine, isEscaped, at] = [true, false, 0];
  for (; /^-[neE]+$/.test(args[at] ?? ""); at++) {
    const option = args[at] as string;
    if (option.includes("n")) isLine = false;
    if (option.includes("e")) isEscaped = true;
  }
  const text = args.slice(at).join(" ");
  yield* print(process, (isEscaped ? escapes(text) : text) + (isLine ? "\n" : ""));
  return 0;
};

/** `echo` of dash: it reads escapes, and has the option `-n` alone. */
export const shellEcho: Command = function* (process, args) {
  const isLine = args[0] !== "-n";
  yield* print(process, escapes(args.slice(isLine ? 0 : 1).join(" ")) + (isLine ? "\n" : ""));
  return 0;
};

export const printf: Command = function* (process, [template, ...args]) {
  if (template === undefined) return yield* complain(process, "printf: missing operand");
  const { text, wrong } = format(template, args);
  yield* print(process, text);
  if (wrong === null) return 0;
  return yield* complain(process, `${nameOf(process)}: '${wrong}': expected a numeric value`);
};

/** End with a status, without output. */
export const ending = (status: number): Command =>
  function* () {
    return status;
  };

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

export const sleeping: Command = function* (process, args) {
  if (args.length === 0)
    return yield* complain(process, "sleep: missing operand\nTry 'sleep --help' for more information.");
  let seconds = 0;
  for (const arg of args) {
    const [, number = "", unit = ""] = /^(\d+(?:\.\d*)?|\.\d+|inf(?:inity)?)([smhd]?)$/i.exec(arg) ?? [];
    if (number === "")
      return yield* complain(
        process,
        `sleep: invalid time interval ‘${arg}’\nTry 'sleep --help' for more information.`,
      );
    seconds += (/^i/i.test(number) ? Infinity : Number(number)) * (UNITS[unit] ?? 1);
  }
  yield* sleep(process, seconds);
  return 0;
};

export const pwd: Command = function* (process) {
  yield* print(process, `${rawText(process.cwd)}\n`);
  return 0;
};

export const ls: Command = function* (process, args) {
  const { flags, rest, invalid } = readOptions(args, "1a");
  if (invalid) return yield* invalidOption(process, invalid);
  let status = 0;
  const folders: [string, string[]][] = [];
  for (const name of rest.length > 0 ? rest : ["."]) {
    const listed = process.table.files.list(resolvePath(process.cwd, name));
    if (typeof listed !== "number") folders.push([name, listed]);
    else if (errorText(-listed) === "Not a directory") yield* print(process, `${name}\n`);
    else status = yield* complain(process, `ls: cannot access '${name}': ${errorText(-listed)}`, 2);
  }
  const isShown = (name: string) => flags.has("a") || !name.startsWith(".");
  for (const [at, [name, names]] of folders.entries()) {
    if (rest.length > 1) yield* print(process, `${at > 0 ? "\n" : ""}${name}:\n`);
    yield* print(
      process,
      names
        .filter(isShown)
        .map((each) => `${rawText(each)}\n`)
        .join(""),
    );
  }
  return status;
};

/** Print the environment, or run a command in a changed one. */
export const env: Command = function* (process, args) {
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === "-i" || arg === "-") process.env.clear();
    else if (arg === "-u") process.env.delete(args[++at] ?? "");
    else if (arg.includes("=")) setVariable(process, arg);
    else break;
  }
  if (at === args.length) {
    yield* print(process, [...process.env].map(([name, value]) => rawText(`${name}=${value}\n`)).join(""));
    return 0;
  }
  return yield* exec(process, process.argv.slice(at + 1), "env: '%': No such file or directory");
};

function setVariable({ env }: Process, text: string): void {
  const end = text.indexOf("=");
  env.set(text.slice(0, end), text.slice(end + 1));
}

/** Become another program, or complain that it is not there. */
export function* exec(process: Process, argv: readonly string[], complaint: string): Running {
  const [name = ""] = argv;
  const found = process.table.find(name);
  if (!found) return yield* lacking(process, name, complaint.replace("%", name));
  process.argv = argv;
  process.become(found);
  yield never;
  return 0;
}

export const seq: Command = function* (process, args) {
  const { rest, values } = readOptions(
    args.filter((arg) => !/^-\d/.test(arg)).length === args.length ? args : ["--", ...args],
    "w",
    "s",
  );
  const wrong = rest.find((arg) => arg === "" || Number.isNaN(Number(arg)));
  if (rest.length < 1 || rest.length > 3 || wrong !== undefined)
    return yield* complain(
      process,
      wrong === undefined
        ? "seq: missing operand\nTry 'seq --help' for more information."
        : `seq: invalid floating point argument: ‘${wrong}’\nTry 'seq --help' for more information.`,
    );
  const numbers = rest.map(Number);
  const first = numbers.length > 1 ? (numbers[0] as number) : 1;
  const step = numbers.length > 2 ? (numbers[1] as number) : 1;
  const last = numbers.at(-1) as number;
  const digits = Math.max(...rest.slice(0, -1).map((arg) => arg.split(".")[1]?.length ?? 0), 0);
  const separator = values.get("s") ?? "\n";
  const steps = Math.floor((last - first) / step + 1e-9);
  let text = "";
  for (let at = 0; at <= steps; at++) {
    text += (first + at * step).toFixed(digits) + (at < steps ? separator : "\n");
    if (text.length > 4096) {
      yield* print(process, text);
      text = "";
    }
  }
  yield* print(process, text);
  return 0;
};

export const yes: Command = function* (process, args) {
  const line = `${args.length > 0 ? args.join(" ") : "y"}\n`;
  const many = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
  for (;;) yield* print(process, many);
};

export const kill: Command = function* (process, args) {
  let signal: number | undefined = 15;
  let rest = args;
  if (args[0] === "-s") [signal, rest] = [signalNumber(args[1] ?? ""), args.slice(2)];
  else if (args[0]?.startsWith("-")) [signal, rest] = [signalNumber(args[0].slice(1)), args.slice(1)];
  if (signal === undefined) return yield* complain(process, "kill: unknown signal");
  let status = 0;
  for (const pid of rest) {
    const target = process.table.get(Number(pid));
    if (target && !target.hasEnded) {
      target.signal(signal);
      // A signal to the process itself has its effect before the call returns.
      if (target === process) yield* sleep(process, 2 * STEP);
    } else status = yield* complain(process, `${nameOf(process)}: kill: No such process`);
  }
  return status;
};

/** `test` and `[`: comparisons of texts and numbers. */
export const test: Command = function* (process, args) {
  const [a = "", operator, b = ""] = args;
  if (args[0] === "!") return 1 - (yield* test(process, args.slice(1)));
  if (args.length === 0) return 1;
  if (args.length === 1) return a === "" ? 1 : 0;
  if (args.length === 2) {
    if (a === "-z") return operator === "" ? 0 : 1;
    if (a === "-n") return operator === "" ? 1 : 0;
    return isThere(process, a, operator ?? "") ? 0 : 1;
  }
  const compare = comparisons[operator ?? ""];
  if (!compare) return yield* complain(process, `${nameOf(process)}: ${operator}: unexpected operator`, 2);
  return compare(a, b) ? 0 : 1;
};

function isThere(process: Process, what: string, name: string): boolean {
  const listed = process.table.files.list(resolvePath(process.cwd, name));
  const isFolder = typeof listed !== "number";
  const isFile = !isFolder && errorText(-listed) === "Not a directory";
  return what === "-d" ? isFolder : what === "-f" ? isFile : isFolder || isFile;
}

const comparisons: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "-eq": (a, b) => Number(a) === Number(b),
  "-ne": (a, b) => Number(a) !== Number(b),
  "-lt": (a, b) => Number(a) < Number(b),
  "-le": (a, b) => Number(a) <= Number(b),
  "-gt": (a, b) => Number(a) > Number(b),
  "-ge": (a, b) => Number(a) >= Number(b),
};
