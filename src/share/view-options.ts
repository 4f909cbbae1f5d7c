// View options: the query of an address, which sets how the page shows a program; the hash is the program (permalink.ts).
// People type and paste addresses, so a mistake never stops the page: it is reported, and the default is used.

import { type NetworkOptions, networkOfText } from "./network.ts";
import { isLanguage, isSeed, type Language, MAX_SEED } from "./program.ts";
import { type PlannedSignal, SIGNALS, signalsOfText } from "./signals.ts";
import { type Fault, faultsOfText } from "./faults.ts";
import { type Visit, visitsOfText } from "./visits.ts";

/** The speeds at which a run may play, from slow to fast; the last two are for the whole run. */
export const SPEEDS = ["slow", "story", "fast", "30s", "10s"] as const;
export type Speed = (typeof SPEEDS)[number];

/** The speed nearest to each factor that older links, embeds and settings hold. */
const FACTORS: ReadonlyMap<number, Speed> = new Map([
  [0.25, "slow"],
  [0.5, "slow"],
  [1, "story"],
  [2, "fast"],
  [4, "fast"],
  [8, "30s"],
  [16, "10s"],
]);

export type Theme = "light" | "dark" | "projector";

/** The wishes of an address for the page. */
export interface ViewOptions {
  /** Id of an example, which may not exist; null for the page's own first program. */
  readonly example: string | null;
  /** The language in which to open the example; null for the page's choice. */
  readonly language: Language | null;
  /** The small page for an iframe in an article. */
  readonly embed: boolean;
  /** Theme; null for the preference of the person or the system. */
  readonly theme: Theme | null;
  /** True if the editor must not change the program. */
  readonly readOnly: boolean;
  /** Open in presentation mode. */
  readonly present: boolean;
  /** True to load nothing large until the person presses Run. */
  readonly runOnClick: boolean;
  /** Name of the event to open at, which may not exist; null for the beginning. */
  readonly at: string | null;
  /** Name of the task to select; null for none. */
  readonly task: string | null;
  /** The speed of playing; null for the person's choice. */
  readonly speed: Speed | null;
  /** Seed of an example; null for its own. A program in the hash has its own seed. */
  readonly seed: number | null;
  /** Signals sent to an example. A program in the hash has its own. */
  readonly signals: readonly PlannedSignal[];
  /** Network options of the program; null for its own. */
  readonly network: NetworkOptions | null;
  /** Visits of an example's servers; null for no plan. A program in the hash has its own. */
  readonly visits: readonly Visit[] | null;
  /** Faults of hosts that an example asks. A program in the hash has its own. */
  readonly faults: readonly Fault[];
}

export const DEFAULT_VIEW_OPTIONS: ViewOptions = {
  example: null,
  language: null,
  embed: false,
  theme: null,
  readOnly: false,
  present: false,
  runOnClick: false,
  at: null,
  task: null,
  speed: null,
  seed: null,
  signals: [],
  network: null,
  visits: null,
  faults: [],
};

type Reader = (value: string) => Partial<ViewOptions> | null;

/** Names in the query, each with its allowed values as a text and its reader, which returns null for a wrong value. */
const READERS: ReadonlyMap<string, { allowed: string; read: Reader }> = new Map([
  ["example", { allowed: "the id of an example", read: (id) => (id === "" ? null : { example: id }) }],
  [
    "lang",
    { allowed: "python or typescript", read: (name) => (isLanguage(name) ? { language: name } : null) },
  ],
  ["embed", { allowed: "1 or 0", read: flag((embed) => ({ embed })) }],
  [
    "theme",
    { allowed: "light, dark or projector", read: (name) => (isTheme(name) ? { theme: name } : null) },
  ],
  ["readonly", { allowed: "1 or 0", read: flag((readOnly) => ({ readOnly })) }],
  ["present", { allowed: "1 or 0", read: flag((present) => ({ present })) }],
  ["at", { allowed: "the name of an event", read: (at) => (at === "" ? null : { at }) }],
  ["task", { allowed: "the name of a task", read: (task) => (task === "" ? null : { task }) }],
  ["speed", { allowed: `one of ${SPEEDS.join(", ")}`, read: speed }],
  ["seed", { allowed: `a whole number from 0 to ${MAX_SEED}`, read: seed }],
  ["signals", { allowed: `such as SIGINT@2.5, with one of ${SIGNALS.join(", ")}`, read: signals }],
  ["network", { allowed: "default, or settings such as remote.latency=0.1,remote.loss=0.2", read: network }],
  ["visits", { allowed: "off, or visits such as GET:/@1,GET:/about@2x3", read: visits }],
  ["faults", { allowed: "such as cut:redis@2,restore:redis@4,slow:redis@5x10", read: faults }],
  ["run", { allowed: "click", read: (value) => (value === "click" ? { runOnClick: true } : null) }],
]);

// Sites and mailers add these to links; the person did not make that mistake.
const TRACKING = /^utm_|clid$|^ref$/;

/** Read a query (`location.search`). `problems` has a sentence for each part of it that was ignored. */
export function parseViewOptions(search: string): { options: ViewOptions; problems: string[] } {
  let options = DEFAULT_VIEW_OPTIONS;
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const reader = READERS.get(name);
    if (reader === undefined) {
      if (!TRACKING.test(name)) problems.push(`The address has an unknown option "${name}".`);
    } else if (seen.has(name)) {
      problems.push(`The address has "${name}" more than once. The first one counts.`);
    } else {
      seen.add(name);
      const read = reader.read(value);
      if (read === null)
        problems.push(`The address has ${name}="${value}", but ${name} must be ${reader.allowed}.`);
      else options = { ...options, ...read };
    }
  }
  return { options, problems };
}

/** True if `value` names a theme. */
export function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark" || value === "projector";
}

/** Return the speed that a word names, or a number of an older page; null for anything else. */
export function speedOf(value: unknown): Speed | null {
  return SPEEDS.find((speed) => speed === value) ?? FACTORS.get(value as number) ?? null;
}

function speed(text: string): Partial<ViewOptions> | null {
  const speed = speedOf(text) ?? speedOf(Number(text));
  return speed && { speed };
}

function seed(text: string): Partial<ViewOptions> | null {
  const seed = /^\d+$/.test(text) ? Number(text) : NaN;
  return isSeed(seed) ? { seed } : null;
}

function signals(text: string): Partial<ViewOptions> | null {
  const signals = signalsOfText(text);
  return signals && { signals };
}

function network(text: string): Partial<ViewOptions> | null {
  try {
    return { network: text === "default" ? {} : networkOfText(text) };
  } catch {
    return null;
  }
}

function visits(text: string): Partial<ViewOptions> | null {
  const visits = visitsOfText(text);
  return visits && { visits };
}

function faults(text: string): Partial<ViewOptions> | null {
  const faults = faultsOfText(text);
  return faults && { faults };
}

function flag(option: (on: boolean) => Partial<ViewOptions>): Reader {
  return (value) => (value === "1" ? option(true) : value === "0" ? option(false) : null);
}
