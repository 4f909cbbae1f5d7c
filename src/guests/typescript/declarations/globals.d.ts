/** Console of the page: each line has its virtual time and its task. */
declare const console: {
  log(...what: unknown[]): void;
  info(...what: unknown[]): void;
  debug(...what: unknown[]): void;
  warn(...what: unknown[]): void;
  error(...what: unknown[]): void;
  dir(what: unknown): void;
  /** Write the other arguments if `condition` is false. */
  assert(condition: unknown, ...what: unknown[]): void;
  /** Start a measurement of virtual time under a name. */
  time(label?: string): void;
  timeLog(label?: string, ...what: unknown[]): void;
  timeEnd(label?: string): void;
};

declare const performance: {
  /** Milliseconds of virtual time since the program began. */
  now(): number;
  readonly timeOrigin: number;
};

/** Call `callback` after `ms` milliseconds: a timer of the running loop. */
declare function setTimeout<A extends unknown[]>(
  callback: (...args: A) => void,
  ms?: number,
  ...args: A
): import("asyncio").TimerHandle;
declare function clearTimeout(timer: import("asyncio").TimerHandle | undefined): void;

/** Call `callback` in the next iteration of the running loop. */
declare function queueMicrotask(callback: () => void): void;

declare function structuredClone<T>(value: T): T;
declare function atob(data: string): string;
declare function btoa(data: string): string;

/** Make text of bytes, in UTF-8 or another encoding. With `stream`, a character may be cut between two calls. */
declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}

/** Make bytes of text, in UTF-8. */
declare class TextEncoder {
  readonly encoding: "utf-8";
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
