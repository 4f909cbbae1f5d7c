/** Queues between tasks. Mirrors `Queue`, `PriorityQueue` and `LifoQueue` of `asyncio/queues.py`. */
import { Fifo } from "../../base/fifo.ts";
import { Heap } from "../../base/heap.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { QueueEmpty, QueueFull, QueueShutDown, ValueError } from "../errors/exceptions.ts";
import type { Future } from "../tasks/future.ts";
import { currentLine } from "../instrument/source-location.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { shortRepr } from "../instrument/repr.ts";
import { textRepr } from "../instrument/text-repr.ts";
import { Waiters } from "./waiters.ts";

export { QueueEmpty, QueueFull, QueueShutDown } from "../errors/exceptions.ts";

/** Store of a queue's items. `take` removes and returns the next one. */
export interface QueueItems<T> extends Iterable<T> {
  readonly size: number;
  push(item: T): void;
  take(): T | undefined;
  /** Return the next item; only a store whose order differs from the order of the puts has it. */
  peek?(): T | undefined;
}

/** First-in, first-out queue. Tasks that wait to get or to put are served first come, first served. */
export class Queue<T> {
  readonly #traced: TracedResource;
  /** Number of items that the queue has room for; 0 or less for no limit. */
  readonly maxsize: number;
  readonly #items: QueueItems<T>;
  readonly #getters = new Waiters();
  readonly #putters = new Waiters();
  readonly #joiners = new Waiters();
  #unfinished = 0;
  #isShutdown = false;

  /**
   * @param maxsize number of items that the queue has room for; 0 or less for no limit.
   * @param items store of the items; by default first in, first out.
   */
  constructor(maxsize = 0, items: QueueItems<T> = new FifoItems<T>()) {
    this.#traced = new TracedResource(this, "Queue", maxsize);
    this.maxsize = maxsize;
    this.#items = items;
  }

  /** Return the number of items in the queue. */
  qsize(): number {
    return this.#items.size;
  }

  empty(): boolean {
    return this.qsize() === 0;
  }

  full(): boolean {
    return this.maxsize > 0 && this.qsize() >= this.maxsize;
  }

  /** Put an item, waiting for room. Throws QueueShutDown if the queue is shut down, before or meanwhile. */
  *put(item: T): Coroutine<void> {
    while (this.full()) {
      if (this.#isShutdown) throw new QueueShutDown();
      yield* this.#wait(this.#putters, "Queue.put", () => !this.full());
    }
    this.putNowait(item);
  }

  /** Put an item. Throws QueueFull if there is no room, QueueShutDown if the queue is shut down. */
  putNowait(item: T): void {
    if (this.#isShutdown) throw new QueueShutDown();
    if (this.full()) throw new QueueFull();
    this.#items.push(item);
    this.#unfinished++;
    this.#report("queuePut", item);
    wakeNext(this.#getters);
  }

  /** Remove and return the next item, waiting for one. Throws QueueShutDown if the queue is shut down and empty. */
  *get(): Coroutine<T> {
    while (this.empty()) {
      if (this.#isShutdown) throw new QueueShutDown();
      yield* this.#wait(this.#getters, "Queue.get", () => !this.empty());
    }
    return this.getNowait();
  }

  /** Remove and return the next item. Throws QueueEmpty if there is none, QueueShutDown if it is shut down as well. */
  getNowait(): T {
    if (this.empty()) throw this.#isShutdown ? new QueueShutDown() : new QueueEmpty();
    const item = this.#items.take() as T;
    this.#report("queueGot", item);
    wakeNext(this.#putters);
    return item;
  }

  /** Mark one item as done. Throws ValueError if called more often than items were put. */
  taskDone(): void {
    if (this.#unfinished <= 0) throw new ValueError("task_done() called too many times");
    this.#finish();
  }

  /** Wait until every item is marked done. */
  *join(): Coroutine<void> {
    if (this.#unfinished > 0) yield* this.#joiners.wait(this.#newWaiter("Queue.join"));
  }

  /**
   * Shut the queue down: `put` fails with QueueShutDown, and so does `get` once the queue is empty. With `immediate`,
   * empty the queue now and mark its items as done. Mirrors `Queue.shutdown`.
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

  #report(event: "queuePut" | "queueGot", item: T): void {
    const loop = this.#traced.register();
    if (loop === null) return;
    const next = this.#items.peek && !this.empty() ? shortRepr(this.#items.peek()) : "";
    loop.hooks[event](
      loop.time(),
      this.#traced.waitReason.on,
      loop.currentTaskId,
      shortRepr(item),
      this.qsize(),
      currentLine,
      next,
    );
  }

  /** Wait in line for a wake-up. A task that was woken and cancelled wakes the next one if `canContinue`. */
  *#wait(waiters: Waiters, reason: string, canContinue: () => boolean): Coroutine<void> {
    const place = waiters.join(this.#newWaiter(reason));
    let woken = false;
    try {
      yield* place.future;
      woken = true;
    } finally {
      if (!woken) {
        place.future.cancel();
        waiters.leave(place);
        if (!place.future.cancelled() && canContinue()) wakeNext(waiters);
      }
    }
  }
}

/** Queue that returns the lowest item first, and items of equal rank in the order of CPython's `heapq`. */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * @param maxsize number of items that the queue has room for; 0 or less for no limit.
   * @param precedes returns true if `a` comes before `b`; by default `<`, and arrays element by element.
   */
  constructor(maxsize = 0, precedes: (a: T, b: T) => boolean = isLess) {
    super(maxsize, new HeapItems(precedes));
  }
}

/** Queue that returns the last item first. */
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

/** Wake the first pending waiter, and remove it and the done ones before it. Mirrors `Queue._wakeup_next`. */
function wakeNext(waiters: Waiters): void {
  for (let next = waiters.shift(); next; next = waiters.shift()) {
    if (next.done()) continue;
    next.setResult();
    return;
  }
}

/** Return an item's repr inside the queue's repr: Python's, for strings, numbers and arrays. */
function itemText(item: unknown): string {
  if (Array.isArray(item)) return `[${item.map(itemText).join(", ")}]`;
  return typeof item === "string" ? textRepr(item) : String(item);
}

/** Return true if `a < b` in Python's order of numbers, strings and tuples. (JavaScript compares arrays as text.) */
function isLess(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return (a as number) < (b as number);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (isLess(a[i], b[i])) return true;
    if (isLess(b[i], a[i])) return false;
  }
  return a.length < b.length;
}
