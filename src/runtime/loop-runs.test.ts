/** Running, stopping and closing loops, against CPython's own. */
import { describe } from "vitest";
import { loopLimits } from "../testing/twins/loop-limits.ts";
import { loops } from "../testing/twins/loops.ts";
import { losses } from "../testing/twins/losses.ts";
import { runners } from "../testing/twins/runners.ts";
import { testScripts } from "../testing/twins/scripts.ts";

describe.each(Object.entries({ loops, "limits of loops": loopLimits, runners, "what a loop loses": losses }))(
  "%s, as CPython's:",
  (_name, scripts) => testScripts(scripts),
);
