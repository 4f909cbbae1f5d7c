/** Drafts: what is typed stays, in this tab and in others. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { whenInWords } from "../app/when.ts";
import type { Program } from "../share/program.ts";
import { Drafts, titleOf } from "./drafts.ts";
import type { Origin } from "./origin.ts";

/** A storage like the browser's, with room for `room` characters. */
class Memory implements Storage {
  readonly #items = new Map<string, string>();
  [name: string]: unknown;

  constructor(readonly room = Infinity) {}
  get length(): number {
    return this.#items.size;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    const used = [...this.#items].reduce((sum, [k, v]) => sum + (k === key ? 0 : k.length + v.length), 0);
    if (used + key.length + value.length > this.room) throw new DOMException("full", "QuotaExceededError");
    this.#items.set(key, value);
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
  clear(): void {
    this.#items.clear();
  }
  copy(): Memory {
    const copy = new Memory(this.room);
    for (const [key, value] of this.#items) copy.setItem(key, value);
    return copy;
  }
}

const program = (source: string): Program => ({ language: "python", source, seed: 1 });

const example = (id: string): Origin => ({ kind: "example", id, language: "python" });
const link: Origin = { kind: "link", key: "v1.abc:9" };
const file = (name: string): Origin => ({ kind: "file", name });

function browser(room?: number) {
  const shared = new Memory(room);
  const troubles: string[] = [];
  let time = 0;
  let ids = 0;
  const open = (tab: Memory | null = new Memory(), storage: Memory | null = shared) =>
    new Drafts({
      shared: storage,
      tab,
      onTrouble: (message) => troubles.push(message),
      now: () => ++time,
      newId: () => `id${++ids}`,
    });
  return { shared, troubles, open };
}

const sources = (drafts: Drafts) => drafts.recent().map((draft) => draft.program.source);

test("a reload of the tab finds what was typed, under what it was opened as", () => {
  const { open } = browser();
  const tab = new Memory();
  const drafts = open(tab);
  drafts.keep(example("a"), program("one"), true);
  drafts.keep(example("a"), program("two"), true);
  drafts.keep(link, program("three"), false);

  const again = open(tab);
  expect(again.of(example("a"))?.program.source).toBe("two");
  expect(again.of(link)).toMatchObject({ program: { source: "three" }, trusted: false });
  expect(again.of(example("b"))).toBeNull();
  expect(sources(again)).toEqual(["three", "two"]);
});

test("two tabs of the same program have a draft each", () => {
  const { open } = browser();
  const [one, other] = [open(), open()];
  one.keep(example("a"), program("mine"), true);
  other.keep(example("a"), program("yours"), true);
  one.keep(example("a"), program("mine again"), true);
  expect(sources(one)).toEqual(["mine again", "yours"]);
});

test("a copied tab continues with a copy of the draft", () => {
  const { open } = browser();
  const tab = new Memory();
  const one = open(tab);
  one.keep(example("a"), program("begun"), true);
  const copy = open(tab.copy());
  expect(copy.of(example("a"))?.program.source).toBe("begun");
  copy.keep(example("a"), program("by the copy"), true);
  one.keep(example("a"), program("by the first"), true);
  expect(sources(one)).toEqual(["by the first", "by the copy"]);
});

test("a draft that is left stays among the recent programs until it is removed", () => {
  const { open } = browser();
  const tab = new Memory();
  const drafts = open(tab);
  drafts.keep(example("a"), program("typed"), true);
  drafts.leave(example("a"));
  expect(open(tab).of(example("a"))).toBeNull();
  const [draft] = open(tab).recent();
  drafts.take(draft!);
  expect(open(tab).of(example("a"))?.program.source).toBe("typed");
  drafts.remove(draft!);
  expect(open(tab).recent()).toEqual([]);
});

describe("where there is no room", () => {
  test("the oldest drafts of others make it", () => {
    const { open, troubles } = browser(720);
    for (const name of ["first", "second", "third"]) open().keep(file(name), program(name.repeat(20)), true);
    const drafts = open();
    drafts.keep(file("mine"), program("typed".repeat(40)), true);
    expect(drafts.recent().map(({ origin }) => origin)).toEqual([file("mine"), file("third")]);
    expect(troubles).toEqual([]);
  });

  test("what is too much is kept as long as the tab, and said once", () => {
    const { open, troubles } = browser(100);
    const drafts = open();
    drafts.keep(file("mine"), program("x".repeat(500)), true);
    drafts.keep(file("mine"), program("y".repeat(500)), true);
    expect(drafts.of(file("mine"))?.program.source).toBe("y".repeat(500));
    expect(troubles).toEqual([expect.stringContaining("before you close this tab")]);
  });

  test("nor any storage, it is the same", () => {
    const { open, troubles } = browser();
    const drafts = open(null, null);
    drafts.keep(file("mine"), program("typed"), true);
    expect(sources(drafts)).toEqual(["typed"]);
    expect(troubles).toHaveLength(1);
  });
});

test("a draft that an older page has stored opens under its origin", () => {
  const { open, shared } = browser();
  const record = {
    origin: "example:a:python",
    program: program("old"),
    trusted: true,
    changed: 5,
    version: 2,
  };
  shared.setItem("loopscope-draft.x", JSON.stringify(record));
  const tab = new Memory();
  tab.setItem("loopscope-tab", JSON.stringify({ "example:a:python": "x" }));
  expect(open(tab).of(example("a"))).toEqual({ ...record, id: "x", origin: example("a"), began: "" });
});

test("what is damaged is no draft", () => {
  const { open, shared } = browser();
  shared.setItem("loopscope-draft.a", "{");
  shared.setItem("loopscope-draft.b", JSON.stringify({ origin: "x", program: { language: "cobol" } }));
  const tab = new Memory();
  tab.setItem("loopscope-tab", "[");
  expect(open(tab).recent()).toEqual([]);
});

describe("a stored value of any kind", () => {
  const anything = fc.oneof(
    fc.constantFrom("null", "", "[", "7", '"a"', "[null]", '{"a":null}', '{"a":"x","example:a:python":{}}'),
    fc.json(),
  );
  const anyField = fc.oneof(fc.constantFrom(null, NaN, -1, 1e300, "2026-11-29", "", {}, []), fc.jsonValue());

  test("keeps neither a tab nor its list of programs from opening", () => {
    fc.assert(
      fc.property(anything, anything, (ofTab, draft) => {
        const { open, shared } = browser();
        const tab = new Memory();
        tab.setItem("loopscope-tab", ofTab);
        for (const id of ["x", "null", "undefined"]) shared.setItem(`loopscope-draft.${id}`, draft);
        const drafts = open(tab);
        drafts.keep(file("mine"), program("typed"), true);
        expect(sources(drafts)).toContain("typed");
      }),
    );
  });

  test("in a field of a draft keeps neither its program nor the other fields", () => {
    const origin = example("a");
    const good = { origin: "example:a:python", began: "", trusted: true, changed: 5, version: 2 };
    const name = fc.constantFrom(...(Object.keys(good) as (keyof typeof good)[]));
    fc.assert(
      fc.property(name, anyField, (damaged, value) => {
        const { open, shared } = browser();
        const record = { ...good, [damaged]: value, program: program("old") };
        shared.setItem("loopscope-draft.x", JSON.stringify(record));
        const [draft] = open().recent();
        expect(draft?.program.source).toBe("old");
        const expected = { ...good, origin };
        for (const other of Object.keys(good) as (keyof typeof good)[])
          if (other !== damaged) expect(draft?.[other]).toEqual(expected[other]);
        expect(whenInWords(draft?.changed ?? 0, 1e12)).not.toBe("");
      }),
    );
  });
});

test.each([
  ["# Ten tasks sleep\nimport asyncio", "Ten tasks sleep"],
  ['"""Says hello."""\n', "Says hello."],
  ["import asyncio\n\nasync def main():\n    pass", "async def main():"],
  ["// A timer\nimport {} from 'asyncio'", "A timer"],
  ["\n  \n", "Empty program"],
  ["x".repeat(99), `${"x".repeat(59)}…`],
])("a program is called by its first words: %j", (source, title) => {
  expect(titleOf(program(source))).toBe(title);
});
