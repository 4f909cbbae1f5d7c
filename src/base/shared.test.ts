/** The collections with frozen copies, against an array and a Map, through random changes and copies. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { FrozenQueue, SharedQueue } from "./shared-queue.ts";
import { byChunk, FrozenTable, SharedTable } from "./shared-table.ts";

test("a queue and its copies have the content of arrays", () => {
  const change = fc.oneof(
    { weight: 5, arbitrary: fc.record({ push: fc.integer({ min: 1, max: 90 }) }) },
    { weight: 3, arbitrary: fc.record({ shift: fc.integer({ min: 1, max: 90 }) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat(200) }) },
    { weight: 2, arbitrary: fc.record({ copy: fc.boolean() }) },
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      let queue = new SharedQueue<number>(new FrozenQueue());
      const expected: number[] = [];
      const copies: [FrozenQueue<number>, number[]][] = [];
      let next = 0;
      for (const change of changes) {
        if ("push" in change)
          for (let i = 0; i < change.push; i++) {
            queue.push(next);
            expected.push(next++);
          }
        else if ("shift" in change)
          for (let i = 0; i < change.shift; i++) {
            queue.shift();
            expected.shift();
          }
        else if ("remove" in change) {
          if (change.remove >= expected.length) continue;
          queue.remove(change.remove);
          expected.splice(change.remove, 1);
        } else {
          const copy = queue.freeze();
          copies.push([copy, [...expected]]);
          // Another queue starts from the copy, as a replay starts from a keyframe.
          if (change.copy) queue = new SharedQueue(copy);
        }
        expect([queue.length, queue.first]).toEqual([expected.length, expected[0]]);
      }
      copies.push([queue.freeze(), expected]);
      for (const [copy, array] of copies) {
        expect([...copy]).toEqual(array);
        expect(copy.slice()).toEqual(array);
        expect([copy.at(0), copy.at(-1), copy.at(70), copy.at(-999)]).toEqual(
          [0, -1, 70, -999].map((i) => array.at(i)),
        );
        expect(copy.findIndex((entry) => entry === array[5])).toBe(array.length > 5 ? 5 : -1);
        expect(copy.slice(3, 66)).toEqual(array.slice(3, 66));
      }
    }),
  );
});

test("a table and its copies have the content of Maps", () => {
  const change = fc.oneof(
    { weight: 6, arbitrary: fc.record({ id: fc.nat(300), entry: fc.string() }) },
    { weight: 1, arbitrary: fc.record({ copy: fc.boolean() }) },
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
      let table = new SharedTable<string>(new FrozenTable());
      const expected = new Map<number, string>();
      const copies: [FrozenTable<string>, Map<number, string>][] = [];
      for (const change of changes) {
        if ("copy" in change) {
          const copy = table.freeze();
          copies.push([copy, new Map(expected)]);
          if (change.copy) table = new SharedTable(copy);
        } else {
          table.set(change.id, change.entry);
          expected.set(change.id, change.entry);
        }
      }
      copies.push([table.freeze(), expected]);
      for (const [copy, map] of copies) {
        const byId = [...map].sort(([a], [b]) => a - b);
        expect([copy.size, [...copy.values()]]).toEqual([map.size, byId.map(([, entry]) => entry)]);
        for (const id of [0, 63, 64, 299])
          expect([copy.get(id), copy.has(id)]).toEqual([map.get(id), map.has(id)]);
      }
    }),
  );
});

test("the result for a chunk that two tables share is computed once", () => {
  const table = new SharedTable<number>(new FrozenTable());
  for (let id = 1; id <= 200; id++) table.set(id, id);
  let seen = 0;
  const sums = byChunk((entries: readonly number[]) => {
    seen += entries.length;
    return entries.reduce((sum, entry) => sum + entry, 0);
  });
  const sumOf = (copy: FrozenTable<number>) => sums(copy).reduce((sum, part) => sum + part, 0);
  const before = table.freeze();
  expect([sumOf(before), seen]).toEqual([20100, 200]);
  table.set(200, 300);
  const after = table.freeze();
  seen = 0;
  expect([sumOf(after), seen < 64, sumOf(before)]).toEqual([20200, true, 20100]);
});
