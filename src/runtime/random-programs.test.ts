/** A sample of random programs, against CPython's stock loop. `npm run test:random -- 100000` runs more of them. */
import { expect, test } from "vitest";
import { findDisagreement } from "../testing/random/search.ts";

test("random programs run as on CPython's own loop", async () => {
  expect(await findDisagreement({ programs: 1000, seed: 1 })).toBeNull();
});
