/** Benchmark of the views in a browser: the cost of showing a large trace, seeking, zooming and stepping. */
import { measureBuiltPage } from "./built-page.ts";
import { machine, median, percentile, table } from "./report.ts";

/** Inputs in a round; each is measured by the script time of the frame that shows it. */
const SAMPLES_A_ROUND = 10;

interface Cost {
  /** Milliseconds in scripts, and in scripts, style and layout. */
  script: number;
  all: number;
}

interface Shown {
  events: number;
  /** Milliseconds from Run to the frame after the last event. */
  visible: number;
  /** Bytes of the page's heap and its buffers after a garbage collection. */
  bytes: number;
  times: Record<string, Cost[]>;
}

interface Measured {
  browser: string;
  million: Shown;
  thousand: Shown;
  ready: Shown;
}

const titles = {
  million: "500 tasks, a trace that is almost full",
  thousand: "1,000 tasks",
  ready: "50,000 ready callbacks",
} as const;

const inputs: Record<string, string> = {
  seeks: "seek anywhere",
  scrubs: "scrub the timeline",
  zooms: "zoom the timeline",
  steps: "step",
  back: "step back",
};

/** Measure `rounds` rounds of each input, on each trace. */
export async function benchView(rounds: number) {
  const args = [String(rounds * SAMPLES_A_ROUND)];
  const measured = await measureBuiltPage<Measured>("e2e/view-times.mjs", args);
  const { browser, ...shown } = measured;
  const parts = (Object.keys(titles) as (keyof typeof titles)[]).map((name) => {
    const { events, visible, bytes, times } = shown[name];
    const head = `${titles[name]}, ${events.toLocaleString("en-US")} events: from Run to all of it in the page ${(visible / 1000).toFixed(1)} s, ${(bytes / 1e6).toFixed(0)} MB`;
    const rows = Object.entries(times).map(([input, costs]) => {
      const script = costs.map((cost) => cost.script);
      const all = costs.map((cost) => cost.all);
      const milliseconds = (time: number) => `${time.toFixed(1)} ms`;
      return [
        inputs[input] ?? input,
        milliseconds(median(script)),
        milliseconds(percentile(script, 0.95)),
        milliseconds(percentile(all, 0.95)),
      ];
    });
    return `${head}\n${table([["", "script, median", "script, p95", "with layout, p95"], ...rows])}`;
  });
  return {
    json: { machine: machine(), ...measured },
    text: `${[`${machine()}, Chromium ${browser}`, ...parts].join("\n\n")}\n`,
  };
}
