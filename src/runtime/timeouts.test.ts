/** Timeouts, against CPython's own. */
import { describe } from "vitest";
import { timeoutCancellations } from "../testing/twins/timeout-cancellations.ts";
import { timeouts } from "../testing/twins/timeouts.ts";
import { testTwins } from "../testing/twins/twins.ts";

describe("timeout, as CPython's:", () => testTwins([...timeouts, ...timeoutCancellations]));
