/** Random programs with processes in both languages: the same run, event for event. `npm run test:processes` runs more. */
import { expect, test } from "vitest";
import { expectSameRun } from "../expect-same-run.ts";
import { generate } from "./program.ts";
import { toPython, toTypeScript } from "./write.ts";

const PROGRAMS = 20;

test("random programs with processes leave equal traces", async () => {
  let events = 0;
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const program = generate(seed);
    const run = await expectSameRun(toPython(program), toTypeScript(program), { seed });
    events += run.typescript.events.length;
  }
  // Programs that fail at once would be equal, too.
  expect(events).toBeGreaterThan(100 * PROGRAMS);
}, 120_000);
