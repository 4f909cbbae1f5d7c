/** Random programs with streams in both languages: the same run, event for event. `npm run test:connections` runs more. */
import { expect, test } from "vitest";
import { expectSameRun } from "../expect-same-run.ts";
import { generate } from "./program.ts";
import { toPython, toTypeScript } from "./write.ts";

const PROGRAMS = 25;

test("random programs with streams leave equal traces", async () => {
  let events = 0;
  for (let seed = 1; seed <= PROGRAMS; seed++) {
    const program = generate(seed);
    const conditions = { seed, network: program.network };
    const run = await expectSameRun(toPython(program), toTypeScript(program), conditions);
    events += run.typescript.events.length;
  }
  // Programs that fail at once would be equal, too.
  expect(events).toBeGreaterThan(300 * PROGRAMS);
}, 120_000);
