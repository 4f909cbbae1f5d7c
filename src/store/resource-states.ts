/**
 * The resources' part of a state in the making: what each event does to them, and who stands in which line.
 *
 * A task stands in one line at most, from when it begins to wait until it has what it waited for, or runs or waits
 * elsewhere without it. Those whom a barrier let through stand in it until they run.
 */
import { ItemLists } from "./item-lists.ts";
import type { LoopState, Resource } from "./loop-state.ts";
import { hasLine, hasPermits, resourceKind } from "./resource-kind.ts";
import type { Row } from "./row.ts";

export class ResourceStates {
  readonly #resources: Map<number, Resource>;
  readonly #items: ItemLists;
  /** The resource in which each task stands. */
  readonly #lines = new Map<number, number>();

  constructor({ resources, items }: Pick<LoopState, "resources" | "items">) {
    this.#resources = new Map(resources);
    this.#items = new ItemLists(items);
    for (const { id, base, waiters, holders } of resources.values()) {
      for (const task of waiters) this.#lines.set(task, id);
      if (base === "Barrier") for (const task of holders) this.#lines.set(task, id);
    }
  }

  /** How many entities a snapshot holds. */
  get size(): number {
    return this.#resources.size + this.#items.count;
  }

  snapshot(): Pick<LoopState, "resources" | "items"> {
    return { resources: new Map(this.#resources), items: this.#items.snapshot() };
  }

  created(row: Row): void {
    const base = row.string("object");
    if (!hasLine(base)) return;
    this.#resources.set(row.subject, {
      id: row.subject,
      type: row.string("extra"),
      base,
      name: row.text,
      limit: row.value,
      value: hasPermits(base) ? row.value : 0,
      change: "",
      next: "",
      holders: [],
      waiters: [],
    });
    if (resourceKind(base) === "queue") this.#items.open(row.subject);
  }

  waited(row: Row): void {
    this.#change(row.subject, { value: row.value });
    this.#join(row.object, row.subject);
  }

  acquired(row: Row): void {
    if (this.#lines.get(row.object) === row.subject) this.leaves(row.object);
    const holders = this.#resources.get(row.subject)?.holders ?? [];
    this.#change(row.subject, { value: row.value, holders: [...holders, row.object] });
  }

  released(row: Row): void {
    const holders = this.#resources.get(row.subject)?.holders ?? [];
    // Whoever releases gives back its own permit; one that holds none gives back the oldest.
    const at = Math.max(0, holders.indexOf(row.object));
    this.#change(row.subject, { value: row.value, holders: holders.filter((_, i) => i !== at) });
  }

  changed(row: Row): void {
    const change = row.text;
    this.#change(row.subject, { value: row.value, change });
    if (change === "trip") this.#letThrough(row.subject, row.object);
    if (change === "shutdown" && row.value === 0) this.#items.empty(row.subject);
  }

  put(row: Row): void {
    this.#change(row.subject, { value: row.value, next: row.string("extra") });
    this.#items.put(row.subject, row.text, row.value);
  }

  got(row: Row): void {
    const isStack = this.#resources.get(row.subject)?.base === "LifoQueue";
    this.#change(row.subject, { value: row.value, next: row.string("extra") });
    this.#items.take(row.subject, row.text, row.value, isStack);
  }

  /** The task stopped, to wait for the resource if `on` is not 0. */
  suspended(task: number, on: number): void {
    if (on === 0) this.leaves(task);
    else this.#join(task, on);
  }

  /** The task goes on. Who waits for a permit then gets it, or leaves the line by waiting elsewhere or its end. */
  stepped(task: number): void {
    const resource = this.#resources.get(this.#lines.get(task) ?? 0);
    if (resource && resourceKind(resource.base) !== "permits") this.leaves(task);
  }

  /** The task stands in no line any more. */
  leaves(task: number): void {
    const resource = this.#resources.get(this.#lines.get(task) ?? 0);
    if (!resource) return;
    this.#lines.delete(task);
    const others = (tasks: readonly number[]) => tasks.filter((other) => other !== task);
    if (resource.waiters.includes(task)) this.#change(resource.id, { waiters: others(resource.waiters) });
    else this.#change(resource.id, { holders: others(resource.holders) });
  }

  #join(task: number, id: number): void {
    if (this.#lines.get(task) === id) return;
    this.leaves(task);
    const resource = this.#resources.get(id);
    if (!resource) return;
    this.#lines.set(task, id);
    this.#change(id, { waiters: [...resource.waiters, task] });
  }

  /** The last one came to a barrier: all of them go on. */
  #letThrough(id: number, last: number): void {
    const resource = this.#resources.get(id);
    if (!resource) return;
    this.leaves(last);
    this.#lines.set(last, id);
    this.#change(id, { holders: [...resource.holders, ...resource.waiters, last], waiters: [] });
  }

  #change(id: number, change: Partial<Resource>): void {
    const resource = this.#resources.get(id);
    if (resource) this.#resources.set(id, { ...resource, ...change });
  }
}
