/**
 * Files that a running program has written so far: sent to the page as they change, since a stop ends the worker with them. What
 * the program has not flushed is not among them. Used by `serve.ts`.
 */
import { areEqual, type WrittenFiles } from "../share/file-bytes.ts";

/** Real milliseconds between two looks, which are at most this part of the run. */
const EVERY_MS = 100;
const PART = 1 / 50;

export class WrittenSoFar {
  readonly #look: () => WrittenFiles | null;
  readonly #now: () => number;
  readonly #send: (written: WrittenFiles) => void;
  #sent: WrittenFiles = { files: [], leftOut: 0 };
  #next: number;

  /** `look` returns the files of the program, null for one that has none; `now` returns real milliseconds. */
  constructor(look: () => WrittenFiles | null, now: () => number, send: (written: WrittenFiles) => void) {
    this.#look = look;
    this.#now = now;
    this.#send = send;
    this.#next = now() + EVERY_MS;
  }

  /** Send the files if it is time to look and they are others than those sent before. */
  safepoint(): void {
    const begun = this.#now();
    if (begun < this.#next) return;
    const written = this.#look() ?? this.#sent;
    if (!isSame(written, this.#sent)) this.#send((this.#sent = written));
    const ended = this.#now();
    this.#next = ended + Math.max(EVERY_MS, (ended - begun) / PART);
  }
}

function isSame(a: WrittenFiles, b: WrittenFiles): boolean {
  if (a.leftOut !== b.leftOut || a.files.length !== b.files.length) return false;
  return a.files.every(({ name, bytes }, at) => {
    const other = b.files[at];
    return name === other?.name && areEqual(bytes, other.bytes);
  });
}
