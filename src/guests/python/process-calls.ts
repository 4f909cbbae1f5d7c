/**
 * Functions of the module `_loopscope` for simulated processes: by pid, results from 0 up or minus an errno. None waits.
 * Python programs that a process runs are Python's own to run: it takes what is asked of it from a mailbox, and reports their
 * end. `loopscope/processes` calls them.
 */
import { errno } from "../../runtime/network/errno.ts";
import type { Hooks } from "../../runtime/instrument/instrument.ts";
import { Endpoint } from "../../runtime/network/endpoint.ts";
import type { Kernel } from "../../runtime/network/kernel.ts";
import type { Network } from "../../runtime/network/network.ts";
import { POLL_IN } from "../../runtime/network/poll-mask.ts";
import { ProcessDescriptor } from "../../runtime/processes/process-descriptor.ts";
import { consoleStream, nullStream, type ProcessStream } from "../../runtime/processes/process-stream.ts";
import type { External, Process } from "../../runtime/processes/process.ts";
import { Processes } from "../../runtime/processes/processes.ts";
import { fileErrors } from "./file-errors.ts";
import type { Descriptors, FileSystem } from "./network-descriptors.ts";
import { descriptorOf, filesOf, streamOf } from "./process-streams.ts";

/** Names by which Python programs are started. */
const PYTHON = ["python", "python3"];
const CONSOLE = ["stdout", "stderr"] as const;
/** Status of a process that runs, and of one that is not there. */
const RUNS = -1;
const ABSENT = -2;

interface Start {
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  /** Name or path of the program. */
  program: string;
  /** Descriptors of the standard streams; those from 0 to 2 are the program's own. */
  streams: [number, number, number];
  /** Process group; 0 for one of its own. */
  group: number;
  parent: number;
}

/** What Python is asked for: to begin a process, or to let it have a signal. */
interface Message {
  readonly pid: number;
  readonly signal: number;
}

/** Endpoint that can be read while messages are there. */
class Mailbox extends Endpoint {
  readonly messages: Message[] = [];

  constructor(kernel: Kernel) {
    super(kernel, "pipe", true);
  }

  put(message: Message): void {
    this.messages.push(message);
    this.changed();
  }

  poll(): number {
    return this.messages.length > 0 ? POLL_IN : 0;
  }

  close(): number {
    this.endWatches();
    return 0;
  }
}

export class ProcessCalls implements External {
  readonly #fs: FileSystem;
  readonly #network: () => Network;
  readonly #hooks: () => Hooks;
  readonly #descriptors: Descriptors;
  #made: { network: Network; processes: Processes; mailbox: Mailbox } | null = null;

  constructor(fs: FileSystem, descriptors: Descriptors, network: () => Network, hooks: () => Hooks) {
    this.#fs = fs;
    this.#descriptors = descriptors;
    this.#network = network;
    this.#hooks = hooks;
  }

  /** Forget everything of the last program. */
  reset(): void {
    this.#made = null;
  }

  get #current() {
    const network = this.#network();
    return (this.#made ??= {
      network,
      processes: new Processes(network.kernel, filesOf(this.#fs), this, PYTHON),
      mailbox: new Mailbox(network.kernel),
    });
  }

  get #processes(): Processes {
    return this.#current.processes;
  }

  begin({ pid }: Process): void {
    this.#current.mailbox.put({ pid, signal: 0 });
  }

  signal({ pid }: Process, signal: number): void {
    this.#current.mailbox.put({ pid, signal });
  }

  #stream(fd: number, at: number): ProcessStream {
    return streamOf(this.#fs, fd) ?? this.#console(fd >= 0 && fd <= 2 ? fd : at);
  }

  /** Return the console, as a stream of a process: it writes there, and reads nothing. */
  #console(at: number): ProcessStream {
    const name = CONSOLE[at - 1];
    if (!name) return nullStream;
    const decoder = new TextDecoder();
    return consoleStream((bytes) => {
      const text = decoder.decode(bytes, { stream: true });
      if (text) this.#hooks().outputWritten(this.#network().kernel.clock.time(), name, text, 0, 0, 0);
    });
  }

  /** Functions that may report an event: Python lets the journal be read before each. */
  readonly ordered = {
    /** Start a process; return its pid, or -ENOENT for a program that is not there. */
    processStart: (json: string, task: number, line: number): number => {
      const { argv, program: name, env, cwd, streams, group, parent } = JSON.parse(json) as Start;
      const processes = this.#processes;
      const program = processes.find(name);
      if (!program) return -errno.ENOENT;
      if (processes.isFull) return -errno.EAGAIN;
      const own = processes.get(parent);
      const started = processes.start(
        program,
        {
          argv,
          env: new Map(Object.entries(env)),
          cwd,
          streams: streams.map((fd, at) => this.#stream(fd, at)) as [
            ProcessStream,
            ProcessStream,
            ProcessStream,
          ],
          ...(group > 0 && { group }),
          ...(own && { parent: own }),
        },
        { task, line },
      );
      return started.pid;
    },
    /** Send a signal to a process; return 0 or -ESRCH. */
    processSignal: (pid: number, number: number, task: number, line: number): number => {
      const process = this.#processes.get(pid);
      if (!process) return -fileErrors.ESRCH;
      process.signal(number, { task, line });
      return 0;
    },
    /** Send a signal to the processes of a group; return their number. */
    groupSignal: (group: number, number: number, task: number, line: number): number => {
      const members = this.#processes.running.filter((process) => process.group === group);
      for (const process of members) process.signal(number, { task, line });
      return members.length;
    },
    /** Called as the Python program of a process is given a thread, in which it begins. */
    processBegins: (pid: number, thread: number) => {
      this.#hooks().processResumed(this.#network().kernel.clock.time(), pid, thread);
    },
    /** Called as the Python program of a process ends: with its exit status, or minus a signal's number. */
    processEnds: (pid: number, status: number) => {
      const process = this.#processes.get(pid);
      process?.end(status);
    },
  };

  /** Functions that a program may call again and again. */
  readonly polling = {
    /**
     * Return how a process has ended, as `waitpid` encodes it; -1 while it runs, -2 if it is not there, or is no child of `parent`.
     */
    processStatus: (pid: number, parent: number): number => {
      this.#network().settle();
      const process = this.#processes.get(pid);
      if (!process || (process.parent?.pid ?? 0) !== parent) return ABSENT;
      if (process.status === null) return RUNS;
      return process.status < 0 ? -process.status : process.status << 8;
    },
    /** Return the pid of a child of the program that has ended, else of one that runs as a negative number; 0 for none. */
    anyChild: (): number => {
      this.#network().settle();
      const children = this.#processes.children;
      const ended = children.find(({ hasEnded }) => hasEnded);
      return ended?.pid ?? -(children[0]?.pid ?? 0);
    },
  };

  readonly unordered = {
    processReap: (pid: number) => {
      const process = this.#processes.get(pid);
      if (process) this.#processes.reap(process);
    },
    /** Return the process group; 0 for a process that is not there. */
    groupOf: (pid: number): number => this.#processes.get(pid)?.group ?? 0,
    /** Return a descriptor that can be read once the process has ended; 0 is the program itself. */
    processDescriptor: (pid: number): number => {
      const { kernel } = this.#network();
      const process = pid === 0 ? null : this.#processes.get(pid);
      if (process === undefined) return -fileErrors.ESRCH;
      return this.#descriptors.open(new ProcessDescriptor(kernel, process));
    },
    mailbox: (): number => this.#descriptors.open(this.#current.mailbox),
    /** Return the messages for Python as JSON, and forget them. */
    takeMessages: (): string => JSON.stringify(this.#current.mailbox.messages.splice(0)),
    /** Return arguments, environment, folder and parent of a process as JSON. */
    processDetails: (pid: number): string => {
      const process = this.#processes.get(pid);
      if (!process) return "{}";
      const { argv, env, cwd, parent } = process;
      return JSON.stringify({ argv, env: Object.fromEntries(env), cwd, parent: parent?.pid ?? 0 });
    },
    /** Open a descriptor of a stream of a process; -1 for the console, -2 for nothing. */
    processStream: (pid: number, at: number): number => {
      const stream = this.#processes.get(pid)?.streams[at];
      if (!stream || stream === nullStream) return -2;
      if (!stream.endpoint) return descriptorOf(this.#fs, stream);
      stream.share();
      return this.#descriptors.open(stream.endpoint);
    },
    /** Names of the programs that are there, separated by spaces. */
    programNames: (): string => this.#processes.names.join(" "),
    /** Say of the processes that run what each waits for, such as "cat (process 101) waits for input"; empty for none. */
    waitingProcesses: (): string => this.#made?.network.kernel.waitingProcesses() ?? "",
  };
}
