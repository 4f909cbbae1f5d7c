/** Redirections of a shell: other streams in place of its own, as long as a command runs. Called by `run.ts`. */
import { errorText } from "../commands/command.ts";
import { resolvePath } from "../process-files.ts";
import { complain } from "../process-io.ts";
import { nullStream, type ProcessStream } from "../process-stream.ts";
import type { Process, Running } from "../process.ts";
import { decoded } from "./decoded.ts";
import { expandWord, type Expander } from "./expansion.ts";
import type { Redirect } from "./syntax.ts";

interface Redirecting extends Expander {
  readonly process: Process;
  readonly name: string;
}

/** Put other streams in place; return what puts the former ones back, or null if a file could not be opened. */
export function* redirect(shell: Redirecting, redirects: readonly Redirect[]): Running<(() => void) | null> {
  const { process } = shell;
  const { streams, table, cwd } = process;
  const undo: (() => void)[] = [];
  const restore = () => {
    for (const each of undo.reverse()) each();
  };
  for (const { stream, how, target } of redirects) {
    const name = (yield* expandWord(shell, target)).join("");
    if (how === "&") {
      undo.push(replace(process, stream, (streams[Number(name)] ?? nullStream).share()));
      continue;
    }
    const path = resolvePath(cwd, decoded(name));
    const kind = how === "<" ? "read" : how === ">" ? "write" : "append";
    const file = path === "/dev/null" ? nullStream : table.files.open(path, kind);
    if (typeof file === "number") {
      const verb = how === "<" ? "open" : "create";
      yield* complain(process, `${shell.name}: 1: cannot ${verb} ${name}: ${shellError(-file)}`);
      restore();
      return null;
    }
    undo.push(replace(process, stream, file));
  }
  return restore;
}

/** Put a stream in the place of another, which the process keeps; return what puts that back. */
function replace(process: Process, at: number, stream: ProcessStream): () => void {
  const { streams, saved } = process;
  const former = streams[at] ?? nullStream;
  streams[at] = stream;
  saved.push(former);
  return () => {
    // A process that has ended has released all.
    if (process.hasEnded) return;
    saved.splice(saved.lastIndexOf(former), 1);
    streams[at]?.release();
    streams[at] = former;
  };
}

/** As dash words it. */
function shellError(error: number): string {
  const text = errorText(error);
  return text === "No such file or directory" ? "No such file" : text;
}
