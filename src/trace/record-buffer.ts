/**
 * Buffer of the chunk being recorded: the recorder's hooks write their records into it, word by word.
 *
 * At `cap` events it takes no more and calls `onFull` once, which must end the run: a trace is complete up to its last
 * event, never sparse. Extended by the `Recorder` alone.
 */
import { wordOf } from "../base/float-words.ts";
import { StringTable } from "../base/string-table.ts";
import { type Chunk, MAX_WORDS, TIME } from "./chunk.ts";

/** Events in a chunk, some 80 kB: small enough to send without a pause, large enough to keep messages few. */
const CHUNK_EVENTS = 4096;

export interface RecorderOptions {
  /** Events after which the recording ends. */
  cap: number;
  onChunk: (chunk: Chunk) => void;
  onFull: () => void;
}

export abstract class RecordBuffer {
  readonly #options: RecorderOptions;
  protected readonly strings = new StringTable();
  #stringsSent = 1;
  /** Events reported so far; those past the cap are written, but never handed over. */
  #reported = 0;
  #sent = 0;
  /** Count of reported events at which the chunk, or the trace, is full. */
  #fullAt: number;
  /** Words of the chunk; those below `length` are written. */
  protected readonly words = new Int32Array(CHUNK_EVENTS * MAX_WORDS);
  protected length = 0;
  /** Time of the records being written; NaN before the first. */
  #time = Number.NaN;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#fullAt = Math.min(CHUNK_EVENTS, options.cap);
  }

  /** Events recorded so far. */
  get count(): number {
    return Math.min(this.#reported, this.#options.cap);
  }

  /** Hand over the events recorded since the last chunk. */
  flush(): void {
    const events = this.count - this.#sent;
    const words = this.words.slice(0, this.length);
    this.length = 0;
    this.#time = Number.NaN;
    this.#fullAt = this.#nextFullAt();
    if (events === 0) return;
    this.#sent += events;
    const strings = this.strings.since(this.#stringsSent);
    this.#stringsSent = this.strings.size;
    this.#options.onChunk({ events, words, strings });
  }

  /** Begin a record, and return the place of its first field. */
  protected begin(code: number, time: number): number {
    if (this.#reported === this.#fullAt) this.#turnOver();
    this.#reported++;
    if (time !== this.#time) this.#writeTime(time);
    this.words[this.length] = code;
    return this.length + 1;
  }

  /** Write the two words of a float64 at `at`. */
  protected float(at: number, value: number): void {
    const words = this.words;
    words[at] = wordOf(value, 0);
    words[at + 1] = wordOf(value, 1);
  }

  #writeTime(time: number): void {
    this.#time = time;
    this.words[this.length] = TIME;
    this.float(this.length + 1, time);
    this.length += 3;
  }

  #nextFullAt(): number {
    const next = this.#reported + CHUNK_EVENTS;
    return this.#reported < this.#options.cap ? Math.min(next, this.#options.cap) : next;
  }

  #turnOver(): void {
    this.flush();
    if (this.#reported === this.#options.cap) this.#options.onFull();
  }
}
