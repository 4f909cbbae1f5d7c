/**
 * Checker for the Trace Event Format: the rules that viewers rely on, for a file from any writer. `brokenRules` returns a
 * sentence for each violation.
 */
type Entry = Record<string, unknown>;

const required: Readonly<Record<string, readonly string[]>> = {
  M: ["name", "pid", "args"],
  X: ["name", "pid", "tid", "ts", "dur"],
  i: ["name", "pid", "tid", "ts", "s"],
  s: ["name", "cat", "id", "pid", "tid", "ts"],
  f: ["name", "cat", "id", "pid", "tid", "ts"],
};

export function brokenRules(json: string): string[] {
  const file = JSON.parse(json) as { traceEvents?: unknown };
  if (!Array.isArray(file.traceEvents)) return ["traceEvents is a list"];
  const entries = file.traceEvents as Entry[];
  return [...fields(entries), ...nesting(entries), ...flows(entries)];
}

function* fields(entries: Entry[]): Generator<string> {
  for (const entry of entries) {
    const names = required[String(entry.ph)];
    if (!names) {
      yield `unknown phase ${String(entry.ph)}`;
      continue;
    }
    for (const name of names) if (entry[name] === undefined) yield `${String(entry.ph)} lacks ${name}`;
    for (const name of ["ts", "dur"]) {
      const value = entry[name];
      if (value !== undefined && !(typeof value === "number" && Number.isFinite(value) && value >= 0))
        yield `${name} is ${JSON.stringify(value)}`;
    }
    for (const name of ["pid", "tid"]) {
      if (entry[name] !== undefined && !Number.isInteger(entry[name]))
        yield `${name} is ${JSON.stringify(entry[name])}`;
    }
  }
}

/** Check that slices of one lane are nested or disjoint. */
function* nesting(entries: Entry[]): Generator<string> {
  for (const [lane, slices] of byLane(entries.filter(({ ph }) => ph === "X"))) {
    const sorted = slices
      .map(({ ts, dur }) => [ts as number, (ts as number) + (dur as number)] as const)
      .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const open: number[] = [];
    for (const [start, end] of sorted) {
      while (open.length > 0 && (open.at(-1) as number) <= start + 1e-6) open.pop();
      if (open.length > 0 && end > (open.at(-1) as number) + 1e-6)
        yield `slices of ${lane} overlap at ${start}`;
      open.push(end);
    }
  }
}

/** Check that each flow starts once and ends once, not before its start, both on a slice. */
function* flows(entries: Entry[]): Generator<string> {
  const slices = byLane(entries.filter(({ ph }) => ph === "X"));
  const ends = new Map<unknown, Entry[]>();
  for (const entry of entries) {
    if (entry.ph === "s" || entry.ph === "f") ends.set(entry.id, [...(ends.get(entry.id) ?? []), entry]);
  }
  for (const [id, both] of ends) {
    const [start, end] = both;
    if (both.length !== 2 || start?.ph !== "s" || end?.ph !== "f")
      yield `flow ${String(id)} has no start and end`;
    else if ((end.ts as number) < (start.ts as number)) yield `flow ${String(id)} goes back in time`;
    for (const entry of both) {
      const ts = entry.ts as number;
      const bound = (slices.get(lane(entry)) ?? []).some(
        (slice) => (slice.ts as number) <= ts && ts <= (slice.ts as number) + (slice.dur as number),
      );
      if (!bound) yield `flow ${String(id)} is on no slice at ${ts}`;
    }
  }
}

const lane = ({ pid, tid }: Entry) => `${String(pid)}/${String(tid)}`;

function byLane(entries: Entry[]): Map<string, Entry[]> {
  const lanes = new Map<string, Entry[]>();
  for (const entry of entries) lanes.set(lane(entry), [...(lanes.get(lane(entry)) ?? []), entry]);
  return lanes;
}
