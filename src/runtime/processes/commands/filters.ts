/** Commands that read an input: cat, head, tail, wc, sort, uniq, grep, tr, tee. Mirror those of GNU, with fewer options. */
import { resolvePath } from "../process-files.ts";
import { bytesOf, complain, Lines, print, read, textOf, write } from "../process-io.ts";
import type { ProcessStream } from "../process-stream.ts";
import type { Process, Running } from "../process.ts";
import { type Command, eachInput, errorText, invalidOption, nameOf, readOptions } from "./command.ts";

export const cat: Command = function* (process, args) {
  const { flags, rest, invalid } = readOptions(args, "nu");
  if (invalid) return yield* invalidOption(process, invalid);
  let number = 0;
  return yield* eachInput(process, rest, function* (stream) {
    if (flags.has("n")) {
      const lines = new Lines(process, stream);
      for (let line = yield* lines.next(); line; line = yield* lines.next())
        yield* print(process, `${String(++number).padStart(6)}\t${line}`);
      return;
    }
    for (let bytes = yield* read(process, stream); bytes.length > 0; bytes = yield* read(process, stream))
      yield* write(process, process.streams[1] as ProcessStream, bytes);
  });
};

/** Read the count of `head` and `tail`: `-n 3`, `-3`, `-c 3`. */
function counted(args: readonly string[]) {
  const short = args.map((arg) => arg.replace(/^-(\d+)$/, "-n$1"));
  const { values, rest, invalid } = readOptions(short, "q", "nc");
  return { isBytes: values.has("c"), count: values.get("c") ?? values.get("n") ?? "10", rest, invalid };
}

function header(process: Process, name: string, files: readonly string[]): Running<void> {
  const isFirst = files[0] === name;
  return print(process, files.length > 1 ? `${isFirst ? "" : "\n"}==> ${name} <==\n` : "");
}

export const head: Command = function* (process, args) {
  const { isBytes, count, rest, invalid } = counted(args);
  if (invalid) return yield* invalidOption(process, invalid);
  const number = Number(count);
  if (!Number.isInteger(number))
    return yield* complain(process, `head: invalid number of ${isBytes ? "bytes" : "lines"}: ‘${count}’`);
  return yield* eachInput(
    process,
    rest,
    function* (stream, name) {
      yield* header(process, name, rest);
      if (isBytes) {
        for (let left = number; left > 0;) {
          const bytes = yield* read(process, stream);
          if (bytes.length === 0) return;
          yield* write(process, process.streams[1] as ProcessStream, bytes.subarray(0, left));
          left -= bytes.length;
        }
        return;
      }
      const lines = new Lines(process, stream);
      const held: string[] = [];
      for (let left = number; left !== 0; left--) {
        const line = yield* lines.next();
        if (!line) return;
        // A negative number leaves out the last lines.
        if (number < 0) held.push(line);
        const shown = number < 0 ? (held.length > -number ? held.shift() : "") : line;
        if (shown) yield* print(process, shown);
      }
    },
    (name) => `cannot open '${name}' for reading`,
  );
};

export const tail: Command = function* (process, args) {
  const { isBytes, count, rest, invalid } = counted(args);
  if (invalid) return yield* invalidOption(process, invalid);
  const number = Math.abs(Number(count));
  return yield* eachInput(
    process,
    rest,
    function* (stream, name) {
      yield* header(process, name, rest);
      const text = yield* whole(process, stream);
      if (isBytes)
        return yield* print(process, count.startsWith("+") ? text.slice(number - 1) : last(text, number));
      const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
      yield* print(process, (count.startsWith("+") ? lines.slice(number - 1) : last(lines, number)).join(""));
    },
    (name) => `cannot open '${name}' for reading`,
  );
};

const last = <T extends string | string[]>(list: T, count: number): T =>
  (count === 0 ? list.slice(list.length) : list.slice(-count)) as T;

function* whole(process: Process, stream: ProcessStream): Running<string> {
  let text = "";
  for (let bytes = yield* read(process, stream); bytes.length > 0; bytes = yield* read(process, stream))
    text += textOf(bytes);
  return text;
}

export const wc: Command = function* (process, args) {
  const { flags, rest, invalid } = readOptions(args, "lwcm");
  if (invalid) return yield* invalidOption(process, invalid);
  const shown = "lwmc".split("").filter((flag) => (flags.size === 0 ? flag !== "m" : flags.has(flag)));
  const rows: [string, number[]][] = [];
  const total = shown.map(() => 0);
  const status = yield* eachInput(process, rest, function* (stream, name) {
    const text = yield* whole(process, stream);
    const counts: Record<string, number> = {
      l: text.split("\n").length - 1,
      w: text.split(/\s+/).filter(Boolean).length,
      c: text.length,
      m: new TextDecoder().decode(bytesOf(text)).length,
    };
    const row = shown.map((flag) => counts[flag] as number);
    for (const [at, count] of row.entries()) total[at] = (total[at] as number) + count;
    rows.push([name, row]);
  });
  if (rows.length > 1) rows.push(["total", total]);
  const isAlone = shown.length === 1 && rows.length === 1;
  // GNU's is as wide as the sum of the files' sizes; of what has no size, seven.
  const hasSize = rest.length > 0 && !rest.includes("-");
  const width = isAlone
    ? 1
    : hasSize
      ? String(Math.max(...total, ...rows.flatMap(([, row]) => row))).length
      : 7;
  for (const [name, row] of rows)
    yield* print(
      process,
      `${row.map((count) => String(count).padStart(width)).join(" ")}${name ? ` ${name}` : ""}\n`,
    );
  return status;
};

export const sort: Command = function* (process, args) {
  const { flags, rest, invalid } = readOptions(args, "nru");
  if (invalid) return yield* invalidOption(process, invalid);
  let lines: string[] = [];
  const status = yield* eachInput(process, rest, function* (stream) {
    lines = lines.concat((yield* whole(process, stream)).match(/[^\n]+|\n(?=\n)|^\n/g) ?? []);
  });
  const number = (line: string) => parseFloat(line) || 0;
  const order = (a: string, b: string) =>
    (flags.has("n") ? number(a) - number(b) : 0) || (a < b ? -1 : a > b ? 1 : 0);
  lines = lines.map((line) => (line === "\n" ? "" : line)).sort(order);
  if (flags.has("r")) lines.reverse();
  if (flags.has("u")) lines = lines.filter((line, at) => at === 0 || line !== lines[at - 1]);
  yield* print(process, lines.map((line) => `${line}\n`).join(""));
  return status;
};

export const uniq: Command = function* (process, args) {
  const { flags, rest } = readOptions(args, "c");
  return yield* eachInput(process, rest, function* (stream) {
    const lines = new Lines(process, stream);
    let [former, count] = [null as string | null, 0];
    for (let isOver = false; !isOver;) {
      const next = yield* lines.next();
      isOver = next === "";
      const line = next.replace(/\n$/, "");
      if (!isOver && line === former) {
        count++;
        continue;
      }
      if (former !== null)
        yield* print(process, `${flags.has("c") ? `${String(count).padStart(7)} ` : ""}${former}\n`);
      [former, count] = [line, 1];
    }
  });
};

export const grep: Command = function* (process, args) {
  const { flags, rest, invalid, values } = readOptions(args, "ivcnqEFo", "me");
  if (invalid) return yield* invalidOption(process, invalid);
  const pattern = values.get("e") ?? rest[0];
  const files = values.has("e") ? rest : rest.slice(1);
  if (pattern === undefined) return yield* complain(process, "Usage: grep [OPTION]... PATTERNS [FILE]...", 2);
  const source = flags.has("F")
    ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    : basic(pattern, flags.has("E"));
  let expression: RegExp;
  try {
    expression = new RegExp(source, flags.has("i") ? "i" : "");
  } catch {
    return yield* complain(process, "grep: Invalid regular expression", 2);
  }
  let found = 0;
  const status = yield* eachInput(process, files, function* (stream, name) {
    const lines = new Lines(process, stream);
    const most = Number(values.get("m") ?? Infinity);
    let [count, number] = [0, 0];
    for (let line = yield* lines.next(); line && count < most; line = yield* lines.next()) {
      number++;
      if (expression.test(line.replace(/\n$/, "")) === flags.has("v")) continue;
      count++;
      if (flags.has("q")) break;
      const place = (files.length > 1 ? `${name}:` : "") + (flags.has("n") ? `${number}:` : "");
      if (!flags.has("c")) yield* print(process, `${place}${line.replace(/\n$/, "")}\n`);
    }
    found += count;
    if (flags.has("c")) yield* print(process, `${files.length > 1 ? `${name}:` : ""}${count}\n`);
  });
  return status > 0 ? 2 : found > 0 ? 0 : 1;
};

/** A basic regular expression as one of JavaScript: there `+`, `?`, `|` and braces are operators after a backslash. */
function basic(pattern: string, isExtended: boolean): string {
  return isExtended
    ? pattern
    : pattern.replace(/\\?[+?|(){}]/g, (found) => (found[1] ? found[1] : `\\${found}`));
}

export const tr: Command = function* (process, args) {
  const { flags, rest } = readOptions(args, "ds");
  const [from = "", to = ""] = rest.map(expand);
  if (rest.length === 0)
    return yield* complain(process, "tr: missing operand\nTry 'tr --help' for more information.");
  const stdin = process.streams[0] as ProcessStream;
  // Repeats of these leave one, after anything else.
  const squeezed = flags.has("s") ? (rest[1] === undefined ? from : to) : "";
  let last = "";
  for (let bytes = yield* read(process, stdin); bytes.length > 0; bytes = yield* read(process, stdin)) {
    const text = textOf(bytes);
    const changed = flags.has("d")
      ? text.replace(/[^]/g, (letter) => (from.includes(letter) ? "" : letter))
      : text.replace(/[^]/g, (letter) => {
          const at = from.indexOf(letter);
          return at < 0 || to === "" ? letter : (to[Math.min(at, to.length - 1)] ?? letter);
        });
    const kept = changed.replace(/[^]/g, (letter) => {
      const isRepeat = letter === last && squeezed.includes(letter);
      last = letter;
      return isRepeat ? "" : letter;
    });
    yield* print(process, kept);
  }
  return 0;
};

const CLASSES: Readonly<Record<string, string>> = {
  lower: "a-z",
  upper: "A-Z",
  digit: "0-9",
  space: " \t\n\r\v\f",
};

/** Write out the ranges and classes of a set of characters. */
function expand(set: string): string {
  return set
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/\\n/g, "\n")
    .replace(/([^])-([^])/g, (_, first: string, end: string) => {
      const [low, high] = [first.charCodeAt(0), end.charCodeAt(0)];
      return String.fromCharCode(...Array.from({ length: Math.max(0, high - low + 1) }, (_, at) => low + at));
    });
}

export const tee: Command = function* (process, args) {
  const { flags, rest } = readOptions(args, "a");
  const outputs = [process.streams[1] as ProcessStream];
  let status = 0;
  for (const name of rest) {
    const file = process.table.files.open(
      resolvePath(process.cwd, name),
      flags.has("a") ? "append" : "write",
    );
    if (typeof file !== "number") outputs.push(file);
    else status = yield* complain(process, `${nameOf(process)}: ${name}: ${errorText(-file)}`);
  }
  const stdin = process.streams[0] as ProcessStream;
  for (let bytes = yield* read(process, stdin); bytes.length > 0; bytes = yield* read(process, stdin))
    for (const output of outputs) yield* write(process, output, bytes);
  for (const file of outputs.slice(1)) file.release();
  return status;
};
