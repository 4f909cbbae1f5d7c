/** Commands: programs that are functions of a process and its arguments. */
import { errno } from "../../network/errno.ts";
import { resolvePath } from "../process-files.ts";
import { complain, rawText } from "../process-io.ts";
import type { ProcessStream } from "../process-stream.ts";
import type { Process, Program, Running } from "../process.ts";

export type Command = (process: Process, args: readonly string[]) => Running;

export function program(command: Command): Program {
  return { run: (process) => command(process, process.argv.slice(1).map(rawText)) };
}

const texts: Readonly<Record<number, string>> = {
  [errno.ENOENT]: "No such file or directory",
  [errno.EISDIR]: "Is a directory",
  [errno.ENOTDIR]: "Not a directory",
  [errno.EACCES]: "Permission denied",
  [errno.EPIPE]: "Broken pipe",
};

/** Return what glibc says of an errno. */
export function errorText(error: number): string {
  return texts[error] ?? `Error ${error}`;
}

/** Name of a command in its messages. */
export function nameOf({ argv }: Process): string {
  return (argv[0] ?? "").replace(/^.*\//, "");
}

/** Call `use` with each file, `-` for the standard input; that alone if there is none. Return 1 if one was not there. */
export function* eachInput(
  process: Process,
  files: readonly string[],
  use: (stream: ProcessStream, name: string) => Running<void>,
  quote = (name: string) => name,
): Running {
  let status = 0;
  for (const name of files.length > 0 ? files : ["-"]) {
    if (name === "-") {
      yield* use(process.streams[0] as ProcessStream, files.length > 0 ? name : "");
      continue;
    }
    const stream = process.table.files.open(resolvePath(process.cwd, name), "read");
    if (typeof stream === "number") {
      status = yield* complain(process, `${nameOf(process)}: ${quote(name)}: ${errorText(-stream)}`);
      continue;
    }
    yield* use(stream, name);
    stream.release();
  }
  return status;
}

/** Options of a command and its other arguments. */
export interface Options {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
  /** An option that the command does not have; empty if there is none. */
  readonly invalid: string;
}

/** Read options of one letter: those in `flags`, and those in `valued`, which are followed by a value. */
export function readOptions(args: readonly string[], flags: string, valued = ""): Options {
  const [found, values, rest] = [new Set<string>(), new Map<string, string>(), [] as string[]];
  let invalid = "";
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === "--") {
      rest.push(...args.slice(at + 1));
      break;
    }
    if (!/^-./.test(arg)) {
      rest.push(arg);
      continue;
    }
    for (let place = 1; place < arg.length; place++) {
      const letter = arg[place] as string;
      if (valued.includes(letter)) {
        values.set(letter, place + 1 < arg.length ? arg.slice(place + 1) : (args[++at] ?? ""));
        break;
      }
      if (flags.includes(letter)) found.add(letter);
      else invalid ||= letter;
    }
  }
  return { flags: found, values, rest, invalid };
}

/** Complain of an option, as GNU's commands do. */
export function invalidOption(process: Process, letter: string): Running {
  const name = nameOf(process);
  return complain(
    process,
    `${name}: invalid option -- '${letter}'\nTry '${name} --help' for more information.`,
  );
}
