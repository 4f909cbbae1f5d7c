/** Futures and what awaits them, against CPython's own. */
import { describe } from "vitest";
import { futureOutcomes } from "../testing/twins/future-outcomes.ts";
import { futureReprs } from "../testing/twins/future-reprs.ts";
import { futures } from "../testing/twins/futures.ts";
import { testTwins } from "../testing/twins/twins.ts";
import { wrongAwaits } from "../testing/twins/wrong-awaits.ts";

const parts = { futures, outcomes: futureOutcomes, reprs: futureReprs, "wrong awaits": wrongAwaits };

describe.each(Object.entries(parts))("%s as CPython's:", (_name, programs) => testTwins(programs));
