/**
 * Name of a task for people: one with asyncio's default name is shown by its coroutine and its number, `Task-3` of
 * `fetch()` as `fetch · 3`. The first task is the program's way in, so `Task-1` of `main()` is `main`.
 * Called by the store's names, and by the texts of the runtime and its guests; `registry.py` has the same.
 */

/** Return the name to show for a task with a name and the qualified name of its coroutine. */
export function taskNameForPeople(name: string, coroutine: string): string {
  const number = /^Task-(\d+)$/.exec(name)?.[1];
  const last = lastPart(coroutine);
  if (number === undefined || last === "") return name;
  return number === "1" ? last : `${last} · ${number}`;
}

/** `Crawler.fetch` → `fetch`, `main.<locals>.fetch` → `fetch`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
