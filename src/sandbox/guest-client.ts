/**
 * Client of a guest's sandbox, on the page: it loads the sandbox, runs one program at a time and stops it.
 *
 * States: absent → loading → ready ⇄ running; any → absent at a failure, so that the next run loads it again.
 * `stop` terminates the worker, since a running program receives no messages; a spare worker, booted in advance, takes
 * its place at once. Called by the session.
 */
import { type GuestKind, type Language, languageNames, languageOf } from "../share/program.ts";
import type { WrittenFiles } from "../share/file-bytes.ts";
import type { PackageNeeds, WheelFile } from "../share/packages.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";
import { SandboxError } from "./errors.ts";
import { fetchHosts, fetchPostgres, fetchSandboxFiles, sandboxUrl } from "./files.ts";
import type { DocumentCommand, DocumentReport, RunCommand, Snapshot, WorkerReport } from "./protocol.ts";
import { openFrame } from "./sandbox-frame.ts";
import { keepSnapshot, keptSnapshot } from "./snapshots.ts";

export { postgresSize } from "./files.ts";

/** A program with its conditions, and if it may ask for built-in hosts, and for PostgreSQL among them. */
type PostedProgram = Omit<RunCommand, "type" | "run" | "hosts" | "postgres" | "wheels"> & {
  asksHosts: boolean;
  asksPostgres: boolean;
};

export interface RunHandlers {
  /** Called when the program is posted to a guest that is ready. */
  onStart: () => void;
  /** The program needs packages: return their wheels, or null for a program that cannot run. */
  onNeeds: (needs: PackageNeeds) => Promise<readonly WheelFile[] | null>;
  /** The program begins to import a package; after that, with an empty name. */
  onImporting: (name: string) => void;
  onChunk: (chunk: Chunk) => void;
  /** The running program has written these files so far. */
  onWritten: (written: WrittenFiles) => void;
  /** `computation` is the longest one by real time, null if none was long; `written` is null for a guest without files. */
  onEnd: (end: RunEnd, computation: Computation | null, written: WrittenFiles | null) => void;
  /** The sandbox broke; the message is worded for a person. */
  onFailure: (error: SandboxError) => void;
}

/** Phase before a program can run: downloads (progress 0 to 1), then the start of the guest. */
export type LoadProgress =
  { phase: "fetching"; progress: number } | { phase: "postgres"; progress: number } | { phase: "starting" };

interface WorkerPolicy {
  /** True if each program needs a new worker, since it may change built-in objects. */
  runsOnce: boolean;
  /** Milliseconds after a run or a stop until the spare worker is booted, if nothing runs then; 0 for at once. */
  spareDelay: number;
  /** True if its workers may begin from a snapshot. */
  hasSnapshots: boolean;
}

const policies: Record<Language, WorkerPolicy> = {
  // The thread of a terminated interpreter may use a core for a while; the spare is booted after that.
  python: { runsOnce: false, spareDelay: 2500, hasSnapshots: true },
  typescript: { runsOnce: true, spareDelay: 0, hasSnapshots: false },
};

class GuestWorker {
  /** With a snapshot, if the worker has made one. A later one is never taken: a program may have forged it. */
  readonly ready: Promise<Snapshot | null>;
  onReport: (report: WorkerReport) => void = () => {};
  /** Reject `ready`, if the worker is not ready. */
  fail!: (detail: string) => void;

  constructor(
    readonly id: number,
    readonly port: MessagePort,
    failure: (detail: string) => SandboxError,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.fail = (detail) => reject(failure(detail));
      port.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
        if (data.type === "ready") resolve(data.snapshot);
        else if (data.type === "failed") this.fail(data.message);
        this.onReport(data);
      };
    });
    // A failed spare that no run waits for must not be an unhandled rejection.
    this.ready.catch(() => {});
  }
}

export class GuestClient {
  readonly #kind: GuestKind;
  readonly #language: Language;
  readonly #onProgress: (progress: LoadProgress) => void;
  #document: Promise<MessagePort> | null = null;
  #frame: HTMLIFrameElement | null = null;
  #worker: GuestWorker | null = null;
  #spare: GuestWorker | null = null;
  #spareTimer = 0;
  #workers = 0;
  #runs = 0;
  #running = false;
  /** From which the next worker begins. */
  #snapshot: Snapshot | null = null;

  constructor(kind: GuestKind, onProgress: (progress: LoadProgress) => void) {
    this.#kind = kind;
    this.#language = languageOf(kind);
    this.#onProgress = onProgress;
  }

  /** Load the sandbox if it is not loaded. Throws SandboxError if that fails. */
  async load(): Promise<void> {
    try {
      const document = await (this.#document ??= this.#openDocument());
      this.#worker ??= this.#takeSpare() ?? this.#spawn(document);
      await this.#worker.ready;
    } catch (error) {
      this.#discard();
      throw error instanceof SandboxError ? error : this.#startFailure(String(error));
    }
  }

  /** Run a program, after a stop of the running one. */
  async run({ asksHosts, asksPostgres, ...program }: PostedProgram, handlers: RunHandlers): Promise<void> {
    this.stop();
    const run = ++this.#runs;
    let hosts: ArrayBuffer | null = null;
    let postgres: RunCommand["postgres"] = null;
    try {
      if (asksHosts) hosts = await fetchHosts();
      if (asksPostgres)
        postgres = await fetchPostgres((progress) => this.#onProgress({ phase: "postgres", progress }));
      await this.load();
    } catch (error) {
      if (run === this.#runs) handlers.onFailure(error as SandboxError);
      return;
    }
    // Another run or a stop came during the load.
    if (run !== this.#runs) return;
    const worker = this.#worker as GuestWorker;
    const post = (wheels: RunCommand["wheels"]) => {
      this.#running = true;
      worker.port.postMessage({ type: "run", run, hosts, postgres, wheels, ...program } satisfies RunCommand);
    };
    const provide = async (needs: PackageNeeds) => {
      // The worker waits, and may run another program meanwhile.
      this.#running = false;
      try {
        const wheels = await handlers.onNeeds(needs);
        if (wheels?.length) hosts ??= await fetchHosts();
        if (wheels && run === this.#runs) post(wheels);
      } catch (error) {
        handlers.onFailure(error as SandboxError);
      }
    };
    worker.onReport = (report) => {
      if (report.type === "failed") {
        this.#discard();
        handlers.onFailure(this.#failure(report.message));
      } else if (report.type === "chunk" && report.run === run) {
        handlers.onChunk(report.chunk);
      } else if (report.type === "written" && report.run === run) {
        handlers.onWritten(report.written);
      } else if (report.type === "needs" && report.run === run) {
        void provide(report.needs);
      } else if (report.type === "importing" && report.run === run) {
        handlers.onImporting(report.name);
      } else if (report.type === "done" && report.run === run) {
        this.#running = false;
        worker.onReport = (late) => {
          if (late.type === "spent") this.#replace(worker);
        };
        if (policies[this.#language].runsOnce) this.#retire();
        handlers.onEnd(report.end, report.computation, report.written);
        this.#prepareSpare();
      } else if (report.type === "spent" && this.#replace(worker)) {
        // The program before spent it, as this one was on its way to it.
        void this.run({ asksHosts, asksPostgres, ...program }, handlers);
      }
    };
    handlers.onStart();
    post(null);
  }

  /** End the running program at once; its chunks so far stay. Does nothing if no program runs. */
  stop(): void {
    this.#runs++;
    if (this.#running && this.#worker) this.#replace(this.#worker);
  }

  async #openDocument(): Promise<MessagePort> {
    const language = this.#language;
    const frame = (this.#frame = document.createElement("iframe"));
    const [files, snapshot, port] = await Promise.all([
      fetchSandboxFiles(this.#kind, (progress) => this.#onProgress({ phase: "fetching", progress })),
      policies[language].hasSnapshots ? keptSnapshot(this.#kind) : null,
      openFrame(frame, { url: sandboxUrl, language, onReport: (report) => this.#onDocumentReport(report) }),
    ]);
    this.#snapshot = snapshot;
    this.#onProgress({ phase: "starting" });
    const load: DocumentCommand = { type: "load", files };
    port.postMessage(load, Object.values(files));
    return port;
  }

  /** A worker that does not start fails alone; a document without its files fails with all of its workers. */
  #onDocumentReport(report: DocumentReport): void {
    if (report.type !== "failed") return;
    const { worker: id, message } = report;
    for (const worker of [this.#worker, this.#spare]) if (!id || worker?.id === id) worker?.fail(message);
    if (!id) this.#worker?.onReport({ type: "failed", message });
  }

  #spawn(document: MessagePort): GuestWorker {
    const { port1, port2 } = new MessageChannel();
    const worker = new GuestWorker(++this.#workers, port1, (detail) => this.#startFailure(detail));
    const spawn: DocumentCommand = {
      type: "spawn",
      worker: worker.id,
      port: port2,
      snapshot: this.#snapshot,
    };
    document.postMessage(spawn, [port2]);
    void worker.ready.then(
      (snapshot) => snapshot && this.#keep(snapshot),
      () => {},
    );
    return worker;
  }

  #keep(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    void keepSnapshot(this.#kind, snapshot);
  }

  /** Terminate the worker; the spare, if there is one, takes its place. */
  #retire(): void {
    const worker = this.#worker;
    if (!worker) return;
    worker.onReport = () => {};
    void this.#document?.then((port) =>
      port.postMessage({ type: "terminate", worker: worker.id } satisfies DocumentCommand),
    );
    this.#worker = this.#takeSpare();
  }

  /** Replace a worker that runs no further program. Returns false for one that is replaced already. */
  #replace(worker: GuestWorker): boolean {
    if (worker !== this.#worker) return false;
    this.#running = false;
    this.#retire();
    this.#prepareSpare();
    return true;
  }

  #takeSpare(): GuestWorker | null {
    const spare = this.#spare;
    this.#spare = null;
    return spare;
  }

  #prepareSpare(): void {
    const { spareDelay } = policies[this.#language];
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => {
      if (this.#running && spareDelay > 0) return this.#prepareSpare();
      if (this.#spare) return;
      void this.#document?.then((document) => (this.#spare ??= this.#spawn(document)));
    }, spareDelay) as unknown as number;
  }

  #discard(): void {
    this.#frame?.remove();
    clearTimeout(this.#spareTimer);
    this.#frame = this.#document = this.#worker = this.#spare = null;
    this.#running = false;
  }

  #startFailure(detail: string): SandboxError {
    return new SandboxError(
      `${languageNames[this.#language]} could not start here. Press Run to try again. (${detail.slice(0, 200)})`,
    );
  }

  #failure(detail: string): SandboxError {
    return new SandboxError(
      `${languageNames[this.#language]} stopped working here. Press Run to start it again. (${detail.slice(0, 200)})`,
    );
  }
}
