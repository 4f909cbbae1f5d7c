/** Callbacks and timers, against CPython's own. */
import { describe } from "vitest";
import { callbackErrors } from "../testing/twins/callback-errors.ts";
import { handles } from "../testing/twins/handles.ts";
import { testTwins } from "../testing/twins/twins.ts";

const parts = { handles, "callbacks that fail": callbackErrors };

describe.each(Object.entries(parts))("%s, as CPython's:", (_name, programs) => testTwins(programs));
