/**
 * Messages between the page, the sandbox's document and its workers.
 *
 * Each language has a document. The page sends it the files once, then asks for workers; each worker has a port to the
 * page. Invariant: a message about a run has the run's id, so that late messages of an earlier run are dropped.
 */
import type { Conditions, Runnable } from "../share/program.ts";
import type { WrittenFiles } from "../share/file-bytes.ts";
import type { PackageNeeds, WheelFile } from "../share/packages.ts";
import type { Chunk } from "../trace/chunk.ts";
import type { RunEnd } from "../share/run-end.ts";
import type { Computation } from "../trace/stopwatch.ts";

/** Files of a language's sandbox, fetched by the page: `worker` is the worker's script. */
export type SandboxFiles = { readonly worker: ArrayBuffer } & Readonly<Record<string, ArrayBuffer>>;

/** Other files, as a worker gets them: `wasm`, if there is one, is compiled. */
export type WorkerAssets = Readonly<Record<string, ArrayBuffer | WebAssembly.Module>>;

/** Memory of a guest that is ready and has run nothing, from which others begin. A blob, since a message does not copy it. */
export type Snapshot = Blob;

/** Page → document. */
export type DocumentCommand =
  | { type: "load"; files: SandboxFiles }
  /** `snapshot` is null while there is none: then the worker boots, which takes longer. */
  | { type: "spawn"; worker: number; port: MessagePort; snapshot: Snapshot | null }
  | { type: "terminate"; worker: number };

/** Document → page: it answers at once, so that the page knows that it was not refused. `worker` is 0 for the document. */
export type DocumentReport = { type: "ready" } | { type: "failed"; worker: number; message: string };

/** Document → worker, once. */
export interface WorkerBoot {
  assets: WorkerAssets;
  port: MessagePort;
  snapshot: Snapshot | null;
}

/** PostgreSQL's engine: its script, and the files that it starts from. Blobs, since a message does not copy them. */
export type PostgresBlobs = Readonly<Record<"script" | "wasm" | "initdbWasm" | "data", Blob>>;

/** Page → worker. */
export interface RunCommand {
  type: "run";
  run: number;
  program: Runnable;
  conditions: Conditions;
  /** Number of events at which the run is halted. */
  cap: number;
  /** Script of the built-in hosts; null for a program that asks for none. */
  hosts: ArrayBuffer | null;
  /** PostgreSQL's engine; null for a program that does not ask it, or may not. */
  postgres: PostgresBlobs | null;
  /** The packages that it can import; null while the page does not know what it needs. */
  wheels: readonly WheelFile[] | null;
}

/** Worker → page. */
export type WorkerReport =
  /** `snapshot` is one that the worker has made; null if it began from one, and for a guest that makes none. */
  | { type: "ready"; snapshot: Snapshot | null }
  | { type: "failed"; message: string }
  /** In place of a run, to a command without wheels: the program needs packages. */
  | { type: "needs"; run: number; needs: PackageNeeds }
  /** The program begins to import a package, or PostgreSQL starts for it; after that, with an empty name. */
  | { type: "importing"; run: number; name: string }
  | { type: "chunk"; run: number; chunk: Chunk }
  /** The files that a running program has written so far. */
  | { type: "written"; run: number; written: WrittenFiles }
  | { type: "done"; run: number; end: RunEnd; computation: Computation | null; written: WrittenFiles | null }
  /** The worker runs no further program, also none that is posted: the one before broke the guest, or cannot be undone. */
  | { type: "spent" };
