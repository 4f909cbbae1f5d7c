/**
 * What the page, the sandbox's document and its workers say to one another.
 *
 * The page sends the document its files once, then asks for workers; each worker talks to the page over a port of its
 * own. Every message about a run carries the run's id, so that a late answer of a former run is known and dropped.
 */
import type { Chunk } from "../trace/format.ts";

/** How a program ended; mirrors `RunResult` of the guests. */
export interface RunEnd {
  outcome: "ok" | "error" | "deadlock" | "limit";
  error: string | null;
  line: number;
  /** True if the program never began: it is not valid source text. */
  invalid: boolean;
  time: number;
}

/** The files that the sandbox works with, fetched by the page. */
export interface SandboxFiles {
  worker: ArrayBuffer;
  glue: ArrayBuffer;
  wasm: ArrayBuffer;
  stdlib: ArrayBuffer;
}

/** Page → document. */
export type DocumentCommand =
  | { type: "load"; files: SandboxFiles }
  | { type: "spawn"; worker: number; port: MessagePort }
  | { type: "terminate"; worker: number };

/** Document → page. */
export type DocumentReport = { type: "failed"; message: string };

/** Document → worker, once. */
export interface WorkerBoot {
  glue: ArrayBuffer;
  wasm: WebAssembly.Module;
  stdlib: ArrayBuffer;
  port: MessagePort;
}

/** Page → worker. */
export interface RunCommand {
  type: "run";
  run: number;
  source: string;
  seed: number;
  /** Events after which the run is ended. */
  cap: number;
}

/** Worker → page. */
export type WorkerReport =
  | { type: "ready" }
  | { type: "failed"; message: string }
  | { type: "chunk"; run: number; chunk: Chunk }
  | { type: "done"; run: number; end: RunEnd };
