/**
 * Tags of the asyncio API that a program uses, found in its text: `asyncio.Semaphore`, `loop.call_later`. The gallery shows
 * them on a card and filters by them. They have Python's names, as asyncio's own documentation has.
 */

/** Names that nearly every program uses, so that they say nothing about it. */
const EVERYWHERE: ReadonlySet<string> = new Set(["asyncio.run", "asyncio.sleep"]);

/** Return the tags of a Python program, each once, in the order of their first use. */
export function apiTags(source: string): string[] {
  const names = source.matchAll(/(?<![\w.])(?:asyncio|loop)\.[A-Za-z_]\w*/g);
  return [...new Set([...names].map(([name]) => name))].filter((name) => !EVERYWHERE.has(name));
}
