/**
 * Run of a shell's tree in a process. Builtins run in the process itself; other programs, the parts of a pipeline and
 * subshells in processes of their own. As dash does, the last command of a text takes the shell's place.
 */
import type { ProcessStream } from "../process-stream.ts";
import { EndpointStream, nullStream } from "../process-stream.ts";
import { noActor } from "../../network/kernel.ts";
import { PipeReader, PipeWriter } from "../../network/pipe.ts";
import { type Process, type Program, type Running, STEP } from "../process.ts";
import type { Lines } from "../process-io.ts";
import { complain, ended, lacking, never, rawText, read, textOf } from "../process-io.ts";
import { parse } from "./parse.ts";
import { builtins } from "./builtins.ts";
import { decoded } from "./decoded.ts";
import { expandWord, type Expander } from "./expansion.ts";
import { redirect } from "./redirects.ts";
import { Exit, LeaveLoop, type ShellState } from "./shell-state.ts";
import { type Node, type Redirect, ShellSyntaxError, type Simple, type Word } from "./syntax.ts";

export class ShellRun implements ShellState, Expander {
  /** Variables that are not exported. */
  readonly variables = new Map<string, string>();
  status = 0;
  /** Last process in the background. */
  background = 0;
  /** Processes in the background that have not been waited for. */
  readonly jobs: Process[] = [];
  readonly traps = new Map<number, string>();
  statusBeforeTrap: number | null = null;
  lines: Lines | null = null;

  /** True if the text that ran last has ended by `exit`. */
  #hasExited = false;

  constructor(
    readonly process: Process,
    readonly name: string,
    public parameters: readonly string[],
    public stopsAtErrors = false,
  ) {}

  /** Run a whole text, then the trap for its end; return the exit status. */
  *whole(node: Node): Running {
    const status = yield* this.#untilExit(node);
    const atEnd = this.traps.get(0);
    if (!atEnd) return status;
    this.traps.delete(0);
    this.status = status;
    this.statusBeforeTrap = status;
    const after = yield* this.#untilExit(parse(atEnd));
    return this.#hasExited ? after : status;
  }

  *#untilExit(node: Node): Running {
    this.#hasExited = false;
    try {
      const items = node.kind === "list" ? node.items : [];
      const lastItem = items.at(-1);
      for (const item of items) yield* this.#item(item, item === lastItem);
      return this.status;
    } catch (thrown) {
      this.#hasExited = thrown instanceof Exit;
      if (thrown instanceof Exit) return thrown.status;
      if (thrown instanceof LeaveLoop) return this.status;
      if (!(thrown instanceof ShellSyntaxError)) throw thrown;
      return yield* complain(this.process, `${this.name}: 1: ${thrown.message}`, 2);
    }
  }

  *#item(item: { node: Node; isBackground: boolean }, isLast: boolean): Running<void> {
    if (item.isBackground) {
      const child = this.#fork(item.node, [nullStream, this.#stream(1), this.#stream(2)]);
      this.background = child.pid;
      this.jobs.push(child);
      this.status = 0;
    } else yield* this.run(item.node, isLast);
  }

  /** Run a node; return its status. `isLast` if nothing follows, so that a command may take the shell's place. */
  *run(node: Node, isLast = false): Running {
    if (node.kind === "command") return yield* this.#simple(node, node.redirects, isLast);
    const restore = yield* redirect(this, node.redirects);
    if (!restore) return (this.status = 2);
    try {
      this.status = yield* this.#compound(node, isLast && node.redirects.length === 0);
    } finally {
      restore();
    }
    return this.status;
  }

  *#compound(node: Node, isLast: boolean): Running {
    switch (node.kind) {
      case "list": {
        const lastItem = node.items.at(-1);
        for (const item of node.items) yield* this.#item(item, isLast && item === lastItem);
        return this.status;
      }
      case "and":
      case "or": {
        const status = yield* this.#tested(node.left);
        return (status === 0) === (node.kind === "and") ? yield* this.run(node.right, isLast) : status;
      }
      case "pipeline":
        return yield* this.#pipeline(node.parts, node.isNegated);
      case "subshell": {
        const streams = [0, 1, 2].map((at) => this.#stream(at)) as [
          ProcessStream,
          ProcessStream,
          ProcessStream,
        ];
        return this.#checked(yield* ended(this.process, this.#fork(node.body, streams)));
      }
      case "while":
        return yield* this.#loop(node.body, () => this.#isTrue(node.test, node.isUntil));
      case "for": {
        const values = node.words ? yield* this.expand(node.words) : [...this.parameters];
        return yield* this.#loop(
          node.body,
          function* (this: ShellRun) {
            const value = values.shift();
            if (value !== undefined) this.set(node.name, value);
            return value !== undefined;
          }.bind(this),
        );
      }
      case "if":
        for (const { test, body } of node.branches)
          if (yield* this.#isTrue(test, false)) return yield* this.run(body, isLast);
        return node.otherwise ? yield* this.run(node.otherwise, isLast) : 0;
      case "command":
        return this.status;
    }
  }

  /** Run a node whose failure does not end the shell. */
  *#tested(node: Node): Running {
    const stops = this.stopsAtErrors;
    this.stopsAtErrors = false;
    try {
      return yield* this.run(node);
    } finally {
      this.stopsAtErrors = stops;
    }
  }

  *#isTrue(test: Node, isUntil: boolean): Running<boolean> {
    return ((yield* this.#tested(test)) === 0) !== isUntil;
  }

  *#loop(body: Node, next: () => Running<boolean>): Running {
    let status = 0;
    while (yield* next()) {
      try {
        status = yield* this.run(body);
      } catch (thrown) {
        if (!(thrown instanceof LeaveLoop)) throw thrown;
        if (--thrown.loops > 0) throw thrown;
        if (thrown.kind === "break") break;
      }
      // A loop that does nothing else takes time, too.
      yield (wake) => {
        const { arrivals, now } = this.process.kernel;
        const arrival = arrivals.add(now + STEP, wake);
        return () => arrivals.cancel(arrival);
      };
    }
    return status;
  }

  /** Let a program take the shell's place; nothing of the shell runs any more. */
  *replaceBy(argv: readonly string[], program: Program): Running {
    const { process } = this;
    for (const stream of process.saved.splice(0)) stream.release();
    process.argv = argv;
    process.become(program);
    yield never;
    return 0;
  }

  /** Return a stream of the shell for a child. */
  #stream(at: number): ProcessStream {
    return (this.process.streams[at] as ProcessStream).share();
  }

  /** Start a copy of the shell that runs a node. */
  #fork(node: Node, streams: readonly [ProcessStream, ProcessStream, ProcessStream]): Process {
    const simple = node.kind === "command" ? node : null;
    const program: Program = {
      run: (child) => {
        const run = new ShellRun(child, this.name, this.parameters, this.stopsAtErrors);
        for (const [name, value] of this.variables) run.variables.set(name, value);
        run.status = this.status;
        return run.whole({ kind: "list", items: [{ node, isBackground: false }], redirects: [] });
      },
    };
    return this.#start(program, simple ? plainWords(simple, this) : this.process.argv, streams, []);
  }

  #start(
    program: Program,
    argv: readonly string[],
    streams: readonly [ProcessStream, ProcessStream, ProcessStream],
    variables: readonly [string, string][],
  ): Process {
    const { process } = this;
    const { env, cwd, group, table, ignored } = process;
    return table.start(
      program,
      {
        argv,
        env: new Map([...env, ...variables]),
        cwd,
        streams,
        group,
        parent: process,
        ignored: [...ignored],
      },
      noActor,
    );
  }

  *#pipeline(parts: readonly Node[], isNegated: boolean): Running {
    const children: Process[] = [];
    let input = this.#stream(0);
    for (const [at, part] of parts.entries()) {
      const isLast = at === parts.length - 1;
      const pipe = isLast ? null : this.#pipe();
      children.push(this.#fork(part, [input, pipe?.writer ?? this.#stream(1), this.#stream(2)]));
      if (pipe) input = pipe.reader;
    }
    let status = 0;
    for (const child of children) status = yield* ended(this.process, child);
    return isNegated ? Number(status === 0) : this.#checked(status);
  }

  #pipe(): { reader: ProcessStream; writer: ProcessStream } {
    const { kernel } = this.process;
    const reader = new PipeReader(kernel);
    const writer = new PipeWriter(kernel, reader);
    reader.reportOpened(noActor);
    writer.reportOpened(noActor);
    kernel.hooks.connectionOpened(kernel.clock.time(), writer.id, reader.id);
    return { reader: new EndpointStream(reader), writer: new EndpointStream(writer) };
  }

  /** Return a status; with the option `-e`, one that is not 0 ends the shell. */
  #checked(status: number): number {
    if (status !== 0 && this.stopsAtErrors) throw new Exit(status);
    return status;
  }

  *#simple(node: Simple, redirects: readonly Redirect[], isLast: boolean): Running {
    const words = yield* this.expand(node.words);
    const variables: [string, string][] = [];
    for (const { name, value } of node.variables)
      variables.push([name, (yield* expandWord(this, value)).join("")]);
    const [name] = words;
    if (name === undefined) {
      for (const [each, value] of variables) this.set(each, value);
      if (node.words.length === 0 && !node.variables.some(({ value }) => hasSubstitution(value)))
        this.status = 0;
    }
    const restore = yield* redirect(this, redirects);
    if (!restore) return (this.status = this.#checked(2));
    try {
      if (name !== undefined) this.status = this.#checked(yield* this.#call(name, words, variables, isLast));
    } finally {
      restore();
    }
    yield* this.#handleSignals();
    return this.status;
  }

  /** Run the traps of the signals that have come. As dash does, a command that runs is waited for first. */
  *#handleSignals(): Running<void> {
    const { pending } = this.process;
    for (let signal = pending.shift(); signal !== undefined; signal = pending.shift()) {
      const action = this.traps.get(signal);
      if (!action) continue;
      const { status, statusBeforeTrap } = this;
      this.statusBeforeTrap ??= status;
      yield* this.run(parse(action));
      this.status = status;
      this.statusBeforeTrap = statusBeforeTrap;
    }
  }

  *#call(
    name: string,
    words: readonly string[],
    variables: readonly [string, string][],
    isLast: boolean,
  ): Running {
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin) {
      for (const [each, value] of variables) this.set(each, value);
      return yield* builtin(this, words.slice(1));
    }
    const { process } = this;
    const found = process.table.find(name);
    if (!found) return yield* lacking(process, name, `${this.name}: 1: ${name}: not found`);
    const argv = words.map(decoded);
    if (isLast && this.jobs.length === 0 && this.traps.size === 0) {
      for (const [each, value] of variables) process.env.set(each, value);
      return yield* this.replaceBy(argv, found);
    }
    const streams = [0, 1, 2].map((at) => this.#stream(at)) as [ProcessStream, ProcessStream, ProcessStream];
    return yield* ended(process, this.#start(found, argv, streams, variables));
  }

  /** Return the value of a variable or parameter. */
  value(name: string): string | undefined {
    if (name === "?") return String(this.status);
    if (name === "$") return String(this.process.pid);
    if (name === "!") return this.background > 0 ? String(this.background) : "";
    if (name === "#") return String(this.parameters.length);
    if (name === "@" || name === "*") return this.parameters.join(" ");
    if (name === "0") return this.name;
    if (/^\d$/.test(name)) return this.parameters[Number(name) - 1];
    const exported = this.process.env.get(name);
    return exported === undefined ? this.variables.get(name) : rawText(exported);
  }

  set(name: string, value: string): void {
    if (this.process.env.has(name)) this.process.env.set(name, decoded(value));
    else this.variables.set(name, value);
  }

  /** Expand words into fields. */
  *expand(words: readonly Word[]): Running<string[]> {
    const fields: string[] = [];
    for (const word of words) fields.push(...(yield* expandWord(this, word, true)));
    return fields;
  }

  /** Return what a command writes, without the line ends behind it. */
  *substitute(body: Node): Running<string> {
    const { reader, writer } = this.#pipe();
    const child = this.#fork(body, [this.#stream(0), writer, this.#stream(2)]);
    let text = "";
    for (
      let bytes = yield* read(this.process, reader);
      bytes.length > 0;
      bytes = yield* read(this.process, reader)
    )
      text += textOf(bytes);
    reader.release();
    this.status = yield* ended(this.process, child);
    let end = text.length;
    while (text.endsWith("\n", end)) end--;
    return text.slice(0, end);
  }
}

/** Return the words of a command for its name in the trace, as far as they are plain. */
function plainWords({ words }: Simple, run: ShellRun): string[] {
  return words.map((word) =>
    decoded(
      word
        .map((piece) =>
          piece.kind === "text"
            ? piece.text
            : piece.kind === "variable"
              ? (run.value(piece.name) ?? "")
              : "…",
        )
        .join(""),
    ),
  );
}

function hasSubstitution(word: Word): boolean {
  return word.some(({ kind }) => kind === "substitution");
}
