/**
 * What the page, the sandbox's document and its workers say to one another.
 *
 * There is a document for each language. The page sends it its files once, then asks for workers; each worker talks to
 * the page over a port of its own. Every message about a run carries the run's id, so that a late answer of a former
 * run is known and dropped.
 */
import type { Runnable } from "../share/program.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";

/** The files that a language's sandbox works with, fetched by the page: `worker` is the worker's script. */
export type SandboxFiles = { readonly worker: ArrayBuffer } & Readonly<Record<string, ArrayBuffer>>;

/** The other files, as a worker gets them: `wasm`, if there is one, is compiled. */
export type WorkerAssets = Readonly<Record<string, ArrayBuffer | WebAssembly.Module>>;

/** Page → document. */
export type DocumentCommand =
  | { type: "load"; files: SandboxFiles }
  | { type: "spawn"; worker: number; port: MessagePort }
  | { type: "terminate"; worker: number };

/** Document → page. */
export type DocumentReport = { type: "failed"; message: string };

/** Document → worker, once. */
export interface WorkerBoot {
  assets: WorkerAssets;
  port: MessagePort;
}

/** Page → worker. */
export interface RunCommand {
  type: "run";
  run: number;
  program: Runnable;
  seed: number;
  /** Events after which the run is ended. */
  cap: number;
}

/** Worker → page. */
export type WorkerReport =
  | { type: "ready" }
  | { type: "failed"; message: string }
  | { type: "chunk"; run: number; chunk: Chunk }
  | { type: "done"; run: number; end: RunEnd; computation: Computation | null };
