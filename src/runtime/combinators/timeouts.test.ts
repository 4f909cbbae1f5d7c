/** Timeouts, against CPython's own. */
import { describe } from "vitest";
import { timeoutCancellations } from "../../testing/parity/timeout-cancellations.ts";
import { timeouts } from "../../testing/parity/timeouts.ts";
import { testTwins } from "../../testing/parity/parity.ts";

describe("timeout, as CPython's:", () => testTwins([...timeouts, ...timeoutCancellations]));
