/** Queues between tasks. Mirrors `asyncio/queues.py`. */
import { Fifo } from "../../base/fifo.ts";
import { Heap } from "../../base/heap.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { QueueEmpty, QueueFull, QueueShutDown, ValueError } from "../errors/exceptions.ts";
import type { Future } from "../tasks/future.ts";
import { currentLine } from "../instrument/source-location.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { shortRepr, textRepr } from "../instrument/repr.ts";
import { Waiters } from "./waiters.ts";

export { QueueEmpty, QueueFull, QueueShutDown } from "../errors/exceptions.ts";

/** Where a queue keeps its items; `take` removes the next. */
export interface QueueItems<T> extends Iterable<T> {
  readonly size: number;
  push(item: T): void;
  take(): T | undefined;
  /** The next item, where the order of coming does not tell it. */
  peek?(): T | undefined;
}

/** First in, first out. Who waits, to get or to put, is served in the order of coming. */
export class Queue<T> {
  readonly #traced: TracedResource;
  /** How many items there is room for; any number of them if this is 0 or less. */
  readonly maxsize: number;
  readonly #items: QueueItems<T>;
  readonly #getters = new Waiters();
  readonly #putters = new Waiters();
  readonly #joiners = new Waiters();
  #unfinished = 0;
  #isShutdown = false;

  /** @param items where it keeps its items; by default first in, first out. */
  constructor(maxsize = 0, items: QueueItems<T> = new FifoItems<T>()) {
    this.#traced = new TracedResource(this, "Queue", maxsize);
    this.maxsize = maxsize;
    this.#items = items;
  }

  /** How many items are in the queue. */
  qsize(): number {
    return this.#items.size;
  }

  empty(): boolean {
    return this.qsize() === 0;
  }

  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize;
  }

  /** Puts an item in, waiting for room. Throws QueueShutDown if the queue is shut down, or is so meanwhile. */
  *put(item: T): Coroutine<void> {
    while (this.full()) {
      if (this.#isShutdown) throw new QueueShutDown();
      yield* this.#wait(this.#putters, "Queue.put", () => !this.full());
    }
    this.putNowait(item);
  }

  /** Puts an item in. Throws QueueFull if there is no room, and QueueShutDown if the queue is shut down. */
  putNowait(item: T): void {
    if (this.#isShutdown) throw new QueueShutDown();
    if (this.full()) throw new QueueFull();
    this.#items.push(item);
    this.#unfinished++;
    this.#report("queuePut", item);
    wakeNext(this.#getters);
  }

  /** Takes the next item out, waiting for one. Throws QueueShutDown if the queue is shut down and empty. */
  *get(): Coroutine<T> {
    while (this.empty()) {
      if (this.#isShutdown) throw new QueueShutDown();
      yield* this.#wait(this.#getters, "Queue.get", () => !this.empty());
    }
    return this.getNowait();
  }

  /** Takes the next item out. Throws QueueEmpty if there is none, or QueueShutDown if there never will be. */
  getNowait(): T {
    if (this.empty()) throw this.#isShutdown ? new QueueShutDown() : new QueueEmpty();
    const item = this.#items.take() as T;
    this.#report("queueGot", item);
    wakeNext(this.#putters);
    return item;
  }

  /** Says that the work on an item is done. Throws ValueError if called more often than items were put in. */
  taskDone(): void {
    if (this.#unfinished <= 0) throw new ValueError("task_done() called too many times");
    this.#finish();
  }

  /** Waits until the work on every item is done. */
  *join(): Coroutine<void> {
    if (this.#unfinished > 0) yield* this.#joiners.wait(this.#newWaiter("Queue.join"));
  }

  /**
   * Lets nothing more in, and makes those who wait for room fail; who gets, fails once the queue is empty.
   * With `immediate` it is emptied at once, and its items count as done.
   */
  shutdown(immediate = false): void {
    this.#isShutdown = true;
    if (immediate) this.#drain();
    for (const waiters of [this.#getters, this.#putters]) while (waiters.size > 0) wakeNext(waiters);
    this.#traced.reportChange("shutdown", this.qsize());
  }

  toString(): string {
    const parts = [`<${this.constructor.name} maxsize=${this.maxsize}`];
    if (!this.empty()) parts.push(`_queue=[${Array.from(this.#items, itemText).join(", ")}]`);
    if (this.#getters.size > 0) parts.push(`_getters[${this.#getters.size}]`);
    if (this.#putters.size > 0) parts.push(`_putters[${this.#putters.size}]`);
    if (this.#unfinished > 0) parts.push(`tasks=${this.#unfinished}`);
    if (this.#isShutdown) parts.push("shutdown");
    return `${parts.join(" ")}>`;
  }

  #drain(): void {
    while (!this.empty()) {
      this.#items.take();
      if (this.#unfinished > 0) this.#finish();
    }
  }

  #finish(): void {
    if (--this.#unfinished === 0) this.#joiners.wakeAll();
  }

  #newWaiter(reason: string): Future<void> {
    const { waitReason } = this.#traced;
    if (this.#traced.register() === null) return this.#traced.newWaiter();
    return this.#traced.newWaiter({ reason, on: waitReason.on });
  }

  #report(what: "queuePut" | "queueGot", item: T): void {
    const loop = this.#traced.register();
    if (loop === null) return;
    const next = this.#items.peek && !this.empty() ? shortRepr(this.#items.peek()) : "";
    loop.hooks[what](
      loop.time(),
      this.#traced.waitReason.on,
      loop.currentTaskId,
      shortRepr(item),
      this.qsize(),
      currentLine,
      next,
    );
  }

  /** Waits in line to be woken; a task that cannot go on then, as it was cancelled, wakes the next if `canGoOn`. */
  *#wait(waiters: Waiters, reason: string, canGoOn: () => boolean): Coroutine<void> {
    const place = waiters.join(this.#newWaiter(reason));
    let goesOn = false;
    try {
      yield* place.future;
      goesOn = true;
    } finally {
      if (!goesOn) {
        place.future.cancel();
        waiters.leave(place);
        if (!place.future.cancelled() && canGoOn()) wakeNext(waiters);
      }
    }
  }
}

/** Gives out the lowest item first; those of equal rank in the order of CPython's `heapq`. */
export class PriorityQueue<T> extends Queue<T> {
  /** `precedes` tells whether an item comes before another; by default `<`, and arrays element by element. */
  constructor(maxsize = 0, precedes: (a: T, b: T) => boolean = isLess) {
    super(maxsize, new HeapItems(precedes));
  }
}

/** Gives out the latest item first. */
export class LifoQueue<T> extends Queue<T> {
  constructor(maxsize = 0) {
    super(maxsize, new StackItems<T>());
  }
}

class FifoItems<T> extends Fifo<T> implements QueueItems<T> {
  take(): T | undefined {
    return this.shift();
  }
}

class HeapItems<T> extends Heap<T> implements QueueItems<T> {
  take(): T | undefined {
    return this.pop();
  }
}

class StackItems<T> implements QueueItems<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  take(): T | undefined {
    return this.#items.pop();
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.values();
  }
}

/** Takes the first who was not woken or cancelled yet out of the line and wakes it, and those before it out too. */
function wakeNext(waiters: Waiters): void {
  for (let next = waiters.shift(); next; next = waiters.shift()) {
    if (next.done()) continue;
    next.setResult();
    return;
  }
}

/** An item in the queue's repr: as Python's of the like value, where that is plain. */
function itemText(item: unknown): string {
  if (Array.isArray(item)) return `[${item.map(itemText).join(", ")}]`;
  return typeof item === "string" ? textRepr(item) : String(item);
}

/** Python's order of numbers, strings and tuples: JavaScript would compare arrays as text. */
function isLess(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return (a as number) < (b as number);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (isLess(a[i], b[i])) return true;
    if (isLess(b[i], a[i])) return false;
  }
  return a.length < b.length;
}
