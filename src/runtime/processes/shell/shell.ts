/** `sh`: the program. It runs the text of `-c`, of a file, or of its standard input. Mirrors dash. */
import type { Program } from "../process.ts";
import { resolvePath } from "../process-files.ts";
import { complain, Lines, rawText } from "../process-io.ts";
import type { ProcessStream } from "../process-stream.ts";
import { errorText } from "../commands/command.ts";
import { parse } from "./parse.ts";
import { ShellRun } from "./run.ts";
import { type Node, ShellSyntaxError } from "./syntax.ts";

export const shell: Program = {
  *run(process) {
    const [name = "sh", ...args] = process.argv.map(rawText);
    const options = args.findIndex((arg) => !/^-[a-z]+$/.test(arg));
    const flags = args.slice(0, options < 0 ? args.length : options).join("");
    const rest = args.slice(flags === "" ? 0 : options < 0 ? args.length : options);
    let [text, zero, parameters] = ["", name, rest];
    if (flags.includes("c")) [text = "", zero = name, ...parameters] = rest;
    else {
      const [file] = rest;
      let stream = process.streams[0] as ProcessStream;
      if (file !== undefined) {
        const opened = process.table.files.open(resolvePath(process.cwd, file), "read");
        if (typeof opened === "number")
          return yield* complain(process, `${name}: 0: cannot open ${file}: ${errorText(-opened)}`, 2);
        stream = opened;
        [zero, ...parameters] = rest as [string, ...string[]];
      }
      const lines = new Lines(process, stream);
      for (let line = yield* lines.next(); line; line = yield* lines.next()) text += line;
    }
    let tree: Node;
    try {
      tree = parse(text);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      return yield* complain(process, `${zero}: 1: ${error.message}`, 2);
    }
    return yield* new ShellRun(process, zero, parameters, flags.includes("e")).whole(tree);
  },
};
