import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstIndex } from "./binary-search.ts";
import { Column } from "./column.ts";
import { Fifo } from "./fifo.ts";
import { Heap } from "./heap.ts";
import { StringTable } from "./string-table.ts";

const numbers = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 });

describe("Heap", () => {
  const heapOf = (items: number[]) => {
    const heap = new Heap<number>((a, b) => a < b);
    for (const item of items) heap.push(item);
    return heap;
  };
  const drain = (heap: Heap<number>) => Array.from({ length: heap.size }, () => heap.pop());

  test("returns items in order, for any sequence of pushes and pops", () => {
    const commands = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { maxLength: 300 });
    fc.assert(
      fc.property(commands, (steps) => {
        const heap = heapOf([]);
        const model: number[] = [];
        for (const step of steps) {
          if (step === null) expect(heap.pop()).toBe(model.shift());
          else {
            heap.push(step);
            model.push(step);
            model.sort((a, b) => a - b);
          }
          expect([heap.peek(), heap.size]).toEqual([model[0], model.length]);
        }
        expect([...heap].sort((a, b) => a - b)).toEqual(model);
      }),
    );
  });

  test("keeps its order after a filter", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 5 }), (items, divisor) => {
        const heap = heapOf(items);
        heap.filter((item) => item % divisor === 0);
        expect(drain(heap)).toEqual(items.filter((item) => item % divisor === 0).sort((a, b) => a - b));
      }),
    );
  });
});

test("Fifo returns items in the order of the pushes, for any number of them", () => {
  // Long enough for its spent front to be dropped in between.
  const bursts = fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 6 });
  fc.assert(
    fc.property(bursts, (steps) => {
      const fifo = new Fifo<number>();
      let pushed = 0;
      let shifted = 0;
      for (const [pushes, shifts] of steps) {
        for (let i = 0; i < pushes; i++) fifo.push(pushed++);
        for (let i = 0; i < shifts && shifted < pushed; i++) if (fifo.shift() !== shifted++) expect.fail();
        expect(fifo.size).toBe(pushed - shifted);
        expect([...fifo].at(0)).toBe(shifted < pushed ? shifted : undefined);
      }
      while (shifted < pushed) if (fifo.shift() !== shifted++) expect.fail();
      expect([fifo.shift(), fifo.size]).toEqual([undefined, 0]);
    }),
    { numRuns: 30 },
  );
});

test("Column grows by values and by zeros", () => {
  fc.assert(
    fc.property(numbers, numbers, (pushed, set) => {
      const column = new Column((size) => new Int32Array(size), 1);
      for (const value of pushed) column.push(value);
      column.extend(set.length + 1);
      for (const [i, value] of set.entries()) column.set(pushed.length + i, value);
      const all = [...pushed, ...set, 0];
      expect(Array.from({ length: column.length }, (_, i) => column.get(i))).toEqual(all);
    }),
  );
});

test("StringTable gives each string one id, in order, and returns the new strings", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (before, after) => {
      const table = new StringTable();
      for (const text of before) expect(table.get(table.idOf(text))).toBe(text);
      const known = table.size;
      const ids = after.map((text) => table.idOf(text));
      expect(ids.map((id) => table.get(id))).toEqual(after);
      expect(table.since(known)).toEqual(
        [...new Set(after)].filter((text) => text !== "" && !before.includes(text)),
      );
      expect(table.size).toBe(new Set(["", ...before, ...after]).size);
    }),
  );
});

test("firstIndex finds the first index that satisfies a condition", () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(120), (length, border) => {
      expect(firstIndex(length, (index) => index >= border)).toBe(Math.min(border, length));
    }),
  );
});
