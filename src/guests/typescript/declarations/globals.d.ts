/** The console of the page: its lines carry the virtual time and the task. */
declare const console: {
  log(...what: unknown[]): void;
  info(...what: unknown[]): void;
  debug(...what: unknown[]): void;
  warn(...what: unknown[]): void;
  error(...what: unknown[]): void;
  dir(what: unknown): void;
  /** Writes the rest where `condition` does not hold. */
  assert(condition: unknown, ...what: unknown[]): void;
  /** Begins to measure virtual time, by a name. */
  time(label?: string): void;
  timeLog(label?: string, ...what: unknown[]): void;
  timeEnd(label?: string): void;
};

declare const performance: {
  /** Milliseconds of virtual time since the program began. */
  now(): number;
  readonly timeOrigin: number;
};

/** Calls `callback` once `ms` milliseconds have passed: a timer of the running loop. */
declare function setTimeout<A extends unknown[]>(
  callback: (...args: A) => void,
  ms?: number,
  ...args: A
): import("asyncio").TimerHandle;
declare function clearTimeout(timer: import("asyncio").TimerHandle | undefined): void;

/** Calls `callback` in the next iteration of the running loop. */
declare function queueMicrotask(callback: () => void): void;

declare function structuredClone<T>(value: T): T;
declare function atob(data: string): string;
declare function btoa(data: string): string;
