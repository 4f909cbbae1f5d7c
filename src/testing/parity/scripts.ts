/**
 * Twins that run loops themselves, outside of any task: what `testTwins` cannot show, as it runs its programs in one.
 * A script has a loop that does not run yet. Compared are the lines that are logged, with CPython's on its own loop and
 * on the guest's, and on its own loop the callbacks of each iteration.
 */
import { expect, test } from "vitest";
import { EventLoop } from "../../runtime/loop/event-loop.ts";
import { loopInternals } from "../../runtime/loop/loop-internals.ts";
import { setRunningLoop } from "../../runtime/loop/running-loop.ts";
import { exportEvents } from "../../formats/export-events.ts";
import { Recorder } from "../../trace/recorder.ts";
import { Trace } from "../../trace/trace.ts";
import { outcomeOf, runOnStockLoop } from "../oracle/stock.ts";
import { runPython } from "../run-python.ts";
import { withTools } from "./callback-kit.ts";
import { iterationsOf, orderOf } from "./comparable-events.ts";
import { Kit } from "./kit.ts";
import type { Program } from "./parity.ts";
import prelude from "./parity.py?raw";

/** What it shows, Python at the top level, and the same in TypeScript. */
export type Script = readonly [name: string, python: string, typescript: (kit: Kit) => void];

/** A test for each script. */
export function testScripts(scripts: readonly Script[]): void {
  test.each(scripts)("%s", async (_name, python, typescript) => {
    const trace = new Trace();
    const recorder = new Recorder({
      cap: 100_000,
      onChunk: (chunk) => trace.append(chunk),
      onFull: () => {},
    });
    const loop = new EventLoop(recorder);
    const kit = kitOf(loop);
    typescript(kit);
    recorder.flush();
    expect(kit.lines).not.toEqual([]);

    const program = pythonScript(python);
    const stock = await runOnStockLoop(program);
    expect(kit.lines).toEqual(stock.stdout);
    expect(iterationsOf(orderOf(exportEvents(trace)))).toEqual(iterationsOf(stock.order));

    const guest = await runPython(program);
    expect([guest.error, outcomeOf(guest).stdout]).toEqual([null, stock.stdout]);
  });
}

/** A kit is made where its loop runs. */
function kitOf(loop: EventLoop): Kit {
  setRunningLoop(loopInternals(loop));
  const kit = new Kit();
  setRunningLoop(null);
  return kit;
}

/** The Python of a script, whole. */
export function pythonScript(body: string): string {
  const [[, python]] = withTools([["", body, function* () {}] satisfies Program]) as [Program];
  const lines = python.split("\n").map((line) => line.replace(/^ {4}/, ""));
  return `${prelude}\nloop = new_event_loop()\n${lines.join("\n")}\n`;
}
