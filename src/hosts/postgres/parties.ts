/** Parties of the built-in PostgreSQL, as they see each other: types without PGlite, which is loaded apart. */
import type { Statements } from "./statements.ts";

/** A connection, as the server sees it. */
export interface Client {
  readonly id: number;
  readonly statements: Statements;
  /** Take an answer that takes some virtual seconds. */
  answer(bytes: Uint8Array, seconds: number): void;
}

/** Files of PGlite's package. */
export interface PostgresFiles {
  readonly wasm: BufferSource;
  readonly initdbWasm: BufferSource;
  readonly data: ArrayBuffer;
}

export interface PostgresEngine {
  /** Put a new cluster in place, for a program with this seed. */
  begin(seed: number): void;
  /**
   * Run messages of a client at a virtual time. Return all that the server answers, and the virtual seconds for which it
   * has slept (`pg_sleep`).
   */
  execute(message: Uint8Array, seconds: number): { answer: Uint8Array; seconds: number };
}
