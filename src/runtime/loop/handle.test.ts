/** Callbacks and timers, against CPython's own. */
import { describe } from "vitest";
import { callbackErrors } from "../../testing/parity/callback-errors.ts";
import { handles } from "../../testing/parity/handles.ts";
import { testTwins } from "../../testing/parity/parity.ts";

const parts = { handles, "callbacks that fail": callbackErrors };

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
