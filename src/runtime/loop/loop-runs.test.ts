/** Running, stopping and closing loops, against CPython's own. */
import { describe } from "vitest";
import { loopLimits } from "../../testing/parity/loop-limits.ts";
import { loops } from "../../testing/parity/loops.ts";
import { losses } from "../../testing/parity/losses.ts";
import { runners } from "../../testing/parity/runners.ts";
import { testScripts } from "../../testing/parity/scripts.ts";

describe.each(Object.entries({ loops, "limits of loops": loopLimits, runners, "what a loop loses": losses }))(
  "%s, as CPython's:",
  (_name, scripts) => testScripts(scripts),
);
