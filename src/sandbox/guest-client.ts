/**
 * The page's side of the sandbox: loads it, runs one program at a time, stops it.
 *
 * States: absent → loading → ready ⇄ running; a failure goes back to absent, so that the next run tries again.
 * Stop terminates the worker, since a program that computes hears nothing; a spare worker, booted while nobody waits,
 * takes its place at once.
 */
import type { Chunk } from "../trace/format.ts";
import { SandboxError } from "./errors.ts";
import { fetchSandboxFiles, sandboxUrl } from "./files.ts";
import type { DocumentCommand, DocumentReport, RunCommand, RunEnd, WorkerReport } from "./protocol.ts";

export type { RunEnd };

export interface RunHandlers {
  /** The program was handed to a guest that is ready. */
  onStart: () => void;
  onChunk: (chunk: Chunk) => void;
  onEnd: (end: RunEnd) => void;
  /** The sandbox broke; the message is worded for a person. */
  onFailure: (error: SandboxError) => void;
}

/** What a person waits for before a program can run: bytes (0 to 1), then the interpreter's start. */
export type LoadProgress = { phase: "fetching"; progress: number } | { phase: "starting" };

/** A terminated worker's thread may burn a core for a while yet; the next spare is booted after that. */
const SPARE_DELAY_MS = 2500;

class GuestWorker {
  readonly ready: Promise<void>;
  onReport: (report: WorkerReport) => void = () => {};

  constructor(
    readonly id: number,
    readonly port: MessagePort,
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
  readonly #onProgress: (progress: LoadProgress) => void;
  #document: Promise<MessagePort> | null = null;
  #frame: HTMLIFrameElement | null = null;
  #worker: GuestWorker | null = null;
  #spare: GuestWorker | null = null;
  #spareTimer = 0;
  #workers = 0;
  #runs = 0;
  #running = false;

  constructor(onProgress: (progress: LoadProgress) => void) {
    this.#onProgress = onProgress;
  }

  /** Loads the sandbox if it is not loaded yet; throws SandboxError if that fails. */
  async load(): Promise<void> {
    try {
      this.#document ??= this.#openDocument();
      await this.#document;
      this.#worker ??= await this.#spawn();
      await this.#worker.ready;
    } catch (error) {
      this.#discard();
      throw error instanceof SandboxError ? error : failure(String(error));
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
        handlers.onFailure(failure(report.message));
      } else if (report.type === "chunk" && report.run === run) {
        handlers.onChunk(report.chunk);
      } else if (report.type === "done" && report.run === run) {
        worker.onReport = () => {};
        this.#running = false;
        handlers.onEnd(report.end);
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
    if (!this.#running || !this.#worker) return;
    this.#running = false;
    this.#tell({ type: "terminate", worker: this.#worker.id });
    this.#worker.onReport = () => {};
    this.#worker = this.#spare;
    this.#spare = null;
    this.#prepareSpare();
  }

  async #openDocument(): Promise<MessagePort> {
    const frame = document.createElement("iframe");
    frame.sandbox.add("allow-scripts");
    frame.hidden = true;
    frame.title = "Sandbox";
    frame.src = sandboxUrl;
    this.#frame = frame;
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    document.body.append(frame);
    const [files] = await Promise.all([
      fetchSandboxFiles((progress) => this.#onProgress({ phase: "fetching", progress })),
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

  async #spawn(): Promise<GuestWorker> {
    const { port1, port2 } = new MessageChannel();
    const worker = new GuestWorker(++this.#workers, port1);
    (await this.#document)?.postMessage({ type: "spawn", worker: worker.id, port: port2 }, [port2]);
    return worker;
  }

  #prepareSpare(): void {
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => {
      if (this.#running) return this.#prepareSpare();
      if (this.#spare || !this.#document) return;
      void this.#spawn().then((worker) => (this.#spare = worker));
    }, SPARE_DELAY_MS) as unknown as number;
  }

  #tell(command: DocumentCommand): void {
    void this.#document?.then((port) => port.postMessage(command));
  }

  #discard(): void {
    this.#frame?.remove();
    clearTimeout(this.#spareTimer);
    this.#frame = this.#document = this.#worker = this.#spare = null;
    this.#running = false;
  }
}

function failure(detail: string): SandboxError {
  return new SandboxError(
    `Python stopped working here. Press Run to start it again. (${detail.slice(0, 200)})`,
  );
}
