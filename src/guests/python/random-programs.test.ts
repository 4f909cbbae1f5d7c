/** Random programs in the guest, against CPython's stock loop in the same interpreter. */
import { expect, test } from "vitest";
import { compareGuest } from "../../testing/random/compare.ts";
import { findDisagreement } from "../../testing/random/search.ts";

test("random programs run as on CPython's own loop", async () => {
  expect(await findDisagreement({ programs: 250, seed: 1, compare: compareGuest })).toBeNull();
});
