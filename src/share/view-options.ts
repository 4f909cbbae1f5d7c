// The query of an address says how the page looks at a program; the hash says which program (see permalink.ts).
// Addresses are typed and pasted by people, so a mistake never stops the page: it is named, and the default is used.

import { isLanguage, type Language } from "./program.ts";

export type Theme = "light" | "dark" | "projector";

/** How the page was asked to look and behave. */
export interface ViewOptions {
  /** The id of an example, not yet looked up; null to open the page's own first program. */
  readonly example: string | null;
  /** Which language's text of the example to open; null for the page's choice. */
  readonly language: Language | null;
  /** The small page for an iframe in somebody's article. */
  readonly embed: boolean;
  /** Null for the theme that the person or the system prefers. */
  readonly theme: Theme | null;
  /** The editor shows the program, and cannot change it. */
  readonly readOnly: boolean;
  /** Load nothing heavy until the person presses Run. */
  readonly runOnClick: boolean;
}

export const DEFAULT_VIEW_OPTIONS: ViewOptions = {
  example: null,
  language: null,
  embed: false,
  theme: null,
  readOnly: false,
  runOnClick: false,
};

type Reader = (value: string) => Partial<ViewOptions> | null;

/** Each name in the query: what it may be, in words, and how it is read (null for a bad value). */
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
  ["run", { allowed: "click", read: (value) => (value === "click" ? { runOnClick: true } : null) }],
]);

// Sites and mailers hang these onto links that pass through them; they are nobody's mistake.
const TRACKING = /^utm_|clid$|^ref$/;

/** Reads a query (`location.search`). `problems` holds a sentence for each part of it that was ignored. */
export function parseViewOptions(search: string): { options: ViewOptions; problems: string[] } {
  let options = DEFAULT_VIEW_OPTIONS;
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const reader = READERS.get(name);
    if (reader === undefined) {
      if (!TRACKING.test(name))
        problems.push(`The address has an option "${name}", which Loopscope does not know.`);
    } else if (seen.has(name)) {
      problems.push(`The address says "${name}" more than once; the first is used.`);
    } else {
      seen.add(name);
      const read = reader.read(value);
      if (read === null)
        problems.push(`The address says ${name}="${value}", but ${name} must be ${reader.allowed}.`);
      else options = { ...options, ...read };
    }
  }
  return { options, problems };
}

/** Whether `value` names a theme. */
export function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark" || value === "projector";
}

function flag(option: (on: boolean) => Partial<ViewOptions>): Reader {
  return (value) => (value === "1" ? option(true) : value === "0" ? option(false) : null);
}
