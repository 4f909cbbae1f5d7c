/**
 * `npm run bench -- runtime|network|python|packages|boot|page|view [--json] [--rounds N]`: print medians of warm rounds. Ratios compare times
 * of one call alone, since the speed of a machine drifts.
 */
import { parseArgs } from "node:util";
import { benchBoot } from "./boot.ts";
import { benchNetwork } from "./network.ts";
import { benchPackages } from "./packages.ts";
import { benchPage } from "./page.ts";
import { benchPython } from "./python.ts";
import { benchRuntime } from "./runtime-columns.ts";
import { benchView } from "./view.ts";

const benches = {
  runtime: benchRuntime,
  network: benchNetwork,
  python: benchPython,
  packages: benchPackages,
  boot: benchBoot,
  page: benchPage,
  view: benchView,
};

/** Run a benchmark; return the exit status. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "15" } },
  });
  const bench = benches[positionals[0] as keyof typeof benches] as
    ((rounds: number) => Promise<{ text: string; json: object }>) | undefined;
  const rounds = Number(values.rounds);
  if (!bench || !(Number.isInteger(rounds) && rounds > 0)) {
    process.stderr.write(
      "usage: npm run bench -- runtime|network|python|packages|boot|page|view [--json] [--rounds N]\n",
    );
    return 2;
  }
  const { text, json } = await bench(rounds);
  process.stdout.write(values.json ? `${JSON.stringify(json)}\n` : text);
  return 0;
}
