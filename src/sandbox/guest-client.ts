/**
 * The page's side of a language's sandbox: loads it, runs one program at a time, stops it.
 *
 * States: absent → loading → ready ⇄ running; a failure goes back to absent, so that the next run tries again.
 * Stop terminates the worker, since a program that computes hears nothing; a spare worker, booted while nobody waits,
 * takes its place at once.
 */
import { type Language, languageNames } from "../share/program.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";
import { SandboxError } from "./errors.ts";
import { fetchSandboxFiles, sandboxUrl } from "./files.ts";
import type { DocumentCommand, DocumentReport, RunCommand, WorkerReport } from "./protocol.ts";

export interface RunHandlers {
  /** The program was handed to a guest that is ready. */
  onStart: () => void;
  onChunk: (chunk: Chunk) => void;
  /** `computation` is the longest one by real time; null if none was long. */
  onEnd: (end: RunEnd, computation: Computation | null) => void;
  /** The sandbox broke; the message is worded for a person. */
  onFailure: (error: SandboxError) => void;
}

/** What a person waits for before a program can run: bytes (0 to 1), then the guest's start. */
export type LoadProgress = { phase: "fetching"; progress: number } | { phase: "starting" };

interface Ways {
  /** A program may change what is built into its worker: then each gets a worker of its own. */
  runsOnce: boolean;
  /** How long after a run or a stop the spare is booted, in milliseconds, if nothing runs then; 0: at once. */
  spareDelay: number;
}

const ways: Record<Language, Ways> = {
  // A terminated interpreter's thread may burn a core for a while yet; the next one is booted after that.
  python: { runsOnce: false, spareDelay: 2500 },
  typescript: { runsOnce: true, spareDelay: 0 },
};

class GuestWorker {
  readonly ready: Promise<void>;
  onReport: (report: WorkerReport) => void = () => {};

  constructor(
    readonly id: number,
    readonly port: MessagePort,
    failure: (detail: string) => SandboxError,
  ) {
    this.ready = new Promise((resolve, reject) => {
      port.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
        if (data.type === "ready") resolve();
        else if (data.type === "failed") reject(failure(data.message));
        this.onReport(data);
      };
    });
    // Whoever waits for it hears of it; a spare that nobody waits for must not be an unhandled rejection.
    this.ready.catch(() => {});
  }
}

export class GuestClient {
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

  constructor(language: Language, onProgress: (progress: LoadProgress) => void) {
    this.#language = language;
    this.#onProgress = onProgress;
  }

  /** Loads the sandbox if it is not loaded yet; throws SandboxError if that fails. */
  async load(): Promise<void> {
    try {
      const document = await (this.#document ??= this.#openDocument());
      this.#worker ??= this.#takeSpare() ?? this.#spawn(document);
      await this.#worker.ready;
    } catch (error) {
      this.#discard();
      throw error instanceof SandboxError ? error : this.#failure(String(error));
    }
  }

  /** Runs a program; a run that is still going on is stopped first. */
  async run(program: Omit<RunCommand, "type" | "run">, handlers: RunHandlers): Promise<void> {
    this.stop();
    const run = ++this.#runs;
    try {
      await this.load();
    } catch (error) {
      if (run === this.#runs) handlers.onFailure(error as SandboxError);
      return;
    }
    // Another run, or a stop, came while this one waited.
    if (run !== this.#runs) return;
    const worker = this.#worker as GuestWorker;
    worker.onReport = (report) => {
      if (report.type === "failed") {
        this.#discard();
        handlers.onFailure(this.#failure(report.message));
      } else if (report.type === "chunk" && report.run === run) {
        handlers.onChunk(report.chunk);
      } else if (report.type === "done" && report.run === run) {
        worker.onReport = () => {};
        this.#running = false;
        if (ways[this.#language].runsOnce || report.end.broken) this.#retire();
        handlers.onEnd(report.end, report.computation);
        this.#prepareSpare();
      }
    };
    this.#running = true;
    handlers.onStart();
    worker.port.postMessage({ type: "run", run, ...program } satisfies RunCommand);
  }

  /** Ends the running program at once; what it reported before stays. Nothing happens if none runs. */
  stop(): void {
    this.#runs++;
    if (!this.#running) return;
    this.#running = false;
    this.#retire();
    this.#prepareSpare();
  }

  async #openDocument(): Promise<MessagePort> {
    const frame = document.createElement("iframe");
    frame.sandbox.add("allow-scripts");
    frame.hidden = true;
    frame.title = `Sandbox for ${languageNames[this.#language]}`;
    frame.src = sandboxUrl;
    this.#frame = frame;
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    document.body.append(frame);
    const [files] = await Promise.all([
      fetchSandboxFiles(this.#language, (progress) => this.#onProgress({ phase: "fetching", progress })),
      loaded,
    ]);
    this.#onProgress({ phase: "starting" });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<DocumentReport>) =>
      this.#worker?.onReport({ type: "failed", message: data.message });
    frame.contentWindow?.postMessage(null, "*", [port2]);
    const load: DocumentCommand = { type: "load", files };
    port1.postMessage(load, Object.values(files));
    return port1;
  }

  #spawn(document: MessagePort): GuestWorker {
    const { port1, port2 } = new MessageChannel();
    const worker = new GuestWorker(++this.#workers, port1, (detail) => this.#failure(detail));
    document.postMessage({ type: "spawn", worker: worker.id, port: port2 } satisfies DocumentCommand, [
      port2,
    ]);
    return worker;
  }

  /** Ends the worker; the spare, if there is one, takes its place. */
  #retire(): void {
    const worker = this.#worker;
    if (!worker) return;
    worker.onReport = () => {};
    void this.#document?.then((port) =>
      port.postMessage({ type: "terminate", worker: worker.id } satisfies DocumentCommand),
    );
    this.#worker = this.#takeSpare();
  }

  #takeSpare(): GuestWorker | null {
    const spare = this.#spare;
    this.#spare = null;
    return spare;
  }

  #prepareSpare(): void {
    const { spareDelay } = ways[this.#language];
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

  #failure(detail: string): SandboxError {
    return new SandboxError(
      `${languageNames[this.#language]} stopped working here. Press Run to start it again. (${detail.slice(0, 200)})`,
    );
  }
}
