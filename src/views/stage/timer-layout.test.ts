import fc from "fast-check";
import { expect, test } from "vitest";
import { layoutTimers } from "./timer-layout.ts";

const timer = (when: number) => ({ timer: { when }, label: "worker-1", note: "" });
const due = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { maxLength: 60 });

test("no token covers another or leaves the axis, and every timer is drawn", () => {
  fc.assert(
    fc.property(due, fc.integer({ min: 1, max: 5 }), (whens, rows) => {
      const timers = whens.sort((a, b) => a - b).map(timer);
      const layout = layoutTimers(timers, 0, 700, rows);
      expect(layout.places.length + layout.dots.length).toBe(timers.length);
      for (const { x, width, row } of layout.places) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(700);
        expect(row).toBeLessThan(rows);
      }
      for (let row = 0; row < rows; row++) {
        const inRow = layout.places.filter((place) => place.row === row);
        inRow.reduce((end, { x, width }) => {
          expect(x).toBeGreaterThanOrEqual(end);
          return x + width;
        }, 0);
      }
    }),
  );
});

test("where all timers are due now the axis is a second long", () => {
  const { ticks } = layoutTimers([timer(4), timer(4)], 4, 700, 2);
  expect(ticks.map(({ label }) => label)).toEqual(["4.2", "4.4", "4.6", "4.8"]);
});

test("a later timer is further right, and a timer due now is at the beginning", () => {
  const { places } = layoutTimers([timer(2), timer(2.5), timer(3)], 2, 700, 3);
  expect(places[0]?.dueX).toBe(0);
  expect(places[1]?.dueX).toBeLessThan(places[2]?.dueX as number);
});
