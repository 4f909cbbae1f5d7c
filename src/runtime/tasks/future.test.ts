/** Futures and what awaits them, against CPython's own. */
import { describe } from "vitest";
import { futureOutcomes } from "../../testing/parity/future-outcomes.ts";
import { futureReprs } from "../../testing/parity/future-reprs.ts";
import { futures } from "../../testing/parity/futures.ts";
import { testTwins } from "../../testing/parity/parity.ts";
import { wrongAwaits } from "../../testing/parity/wrong-awaits.ts";

const parts = { futures, outcomes: futureOutcomes, reprs: futureReprs, "wrong awaits": wrongAwaits };

describe.each(Object.entries(parts))("%s as CPython's:", (_name, programs) => testTwins(programs));
