/**
 * Resources in the state builder: the effect of each event on them, and the tasks in each line.
 *
 * A task is in at most one line, from the beginning of its wait until it acquires, or runs or waits elsewhere without
 * acquiring. Tasks that a barrier let through stay in it until they run.
 */
import { ItemLists } from "./item-lists.ts";
import type { LoopState, Resource } from "./loop-state.ts";
import { kindOf } from "./resources/kinds.ts";
import type { LineRules, Lines } from "./resources/resource-kind.ts";
import type { EventOf } from "../events/event.ts";

export class ResourceStates implements Lines {
  readonly #resources: Map<number, Resource>;
  readonly #items: ItemLists;
  /** Resource whose line each task is in. */
  readonly #lines = new Map<number, number>();

  constructor({ resources, items }: Pick<LoopState, "resources" | "items">) {
    this.#resources = new Map(resources);
    this.#items = new ItemLists(items);
    for (const { id, base, waiters, holders } of resources.values()) {
      for (const task of waiters) this.#lines.set(task, id);
      if (rulesOf(base).letsThrough) for (const task of holders) this.#lines.set(task, id);
    }
  }

  /** Number of entities in a snapshot. */
  get size(): number {
    return this.#resources.size + this.#items.count;
  }

  snapshot(): Pick<LoopState, "resources" | "items"> {
    return { resources: new Map(this.#resources), items: this.#items.snapshot() };
  }

  created(event: EventOf<"resourceCreated">): void {
    const { base } = event;
    const { kept, line: rules } = kindOf(base);
    if (kept !== "line") return;
    this.#resources.set(event.resource, {
      id: event.resource,
      type: event.type,
      base,
      name: event.name,
      limit: event.value,
      value: rules?.startValue?.(event.value) ?? 0,
      change: "",
      next: "",
      holders: [],
      waiters: [],
    });
    if (rules?.hasItems) this.#items.open(event.resource);
  }

  waited(event: EventOf<"resourceWaited">): void {
    this.#change(event.resource, { value: event.value });
    this.#join(event.task, event.resource);
  }

  acquired(event: EventOf<"resourceAcquired">): void {
    if (this.#lines.get(event.task) === event.resource) this.leaves(event.task);
    const holders = this.#resources.get(event.resource)?.holders ?? [];
    this.#change(event.resource, { value: event.value, holders: [...holders, event.task] });
  }

  released(event: EventOf<"resourceReleased">): void {
    const holders = this.#resources.get(event.resource)?.holders ?? [];
    // A holder releases its own permit; a task without one releases the oldest.
    const at = Math.max(0, holders.indexOf(event.task));
    this.#change(event.resource, { value: event.value, holders: holders.filter((_, i) => i !== at) });
  }

  changed(event: EventOf<"resourceChanged">): void {
    const change = event.change;
    this.#change(event.resource, { value: event.value, change });
    rulesOf(this.#resources.get(event.resource)?.base).changed?.(this, event);
  }

  put(event: EventOf<"queuePut">): void {
    this.#change(event.resource, { value: event.value, next: event.next });
    this.#items.put(event.resource, event.item, event.value);
  }

  got(event: EventOf<"queueGot">): void {
    const { isStack = false } = rulesOf(this.#resources.get(event.resource)?.base);
    this.#change(event.resource, { value: event.value, next: event.next });
    this.#items.take(event.resource, event.item, event.value, isStack);
  }

  /** Suspend the task, which waits for the resource `on` unless that is 0. */
  suspended(task: number, on: number): void {
    if (on === 0) this.leaves(task);
    else this.#join(task, on);
  }

  /** Continue the task. A waiter for a permit then acquires it, or leaves the line by waiting elsewhere or at its end. */
  stepped(task: number): void {
    const resource = this.#resources.get(this.#lines.get(task) ?? 0);
    if (resource && rulesOf(resource.base).leavesWhenStepped) this.leaves(task);
  }

  /** Remove the task from its line. */
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

  letThrough(id: number, last: number): void {
    const resource = this.#resources.get(id);
    if (!resource) return;
    this.leaves(last);
    this.#lines.set(last, id);
    this.#change(id, { holders: [...resource.holders, ...resource.waiters, last], waiters: [] });
  }

  emptyItems(id: number): void {
    this.#items.empty(id);
  }

  #change(id: number, change: Partial<Resource>): void {
    const resource = this.#resources.get(id);
    if (resource) this.#resources.set(id, { ...resource, ...change });
  }
}

const NO_LINE: LineRules = { leavesWhenStepped: true };

function rulesOf(base: string | undefined): LineRules {
  return (base === undefined ? undefined : kindOf(base).line) ?? NO_LINE;
}
