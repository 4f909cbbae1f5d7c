/**
 * Addresses that people share: each opens a program, and if wanted a cursor position in its run. Also the texts around
 * an address: Markdown, HTML, file names. Every address is relative to the page's own, without query and hash.
 */
import { type NetworkOptions, networkText } from "./network.ts";
import { encodeProgram } from "./permalink.ts";
import { DEFAULT_SEED, type Language, type Program } from "./program.ts";
import { signalsText } from "./signals.ts";
import { faultsText } from "./faults.ts";
import { visitsText } from "./visits.ts";
import type { Speed } from "./view-options.ts";

/** A cursor position in a run, as a link carries it: by names, which outlive small changes of the program. */
export interface CursorPosition {
  /** The event's name, such as `taskSuspended:hello-3:2`. */
  readonly at: string;
  /** Name of the selected task; null for none. */
  readonly task: string | null;
  /** Null if the person has chosen none. */
  readonly speed: Speed | null;
}

export interface Shared {
  readonly program: Program;
  /** Id of the built-in example that the program is, unchanged; null for another program. */
  readonly example: string | null;
  /** Network options that the example has by itself. */
  readonly usualNetwork?: NetworkOptions | undefined;
  /** Null to open the program at its beginning. */
  readonly position: CursorPosition | null;
}

/** The query and hash that open it. Throws a `PermalinkError` for a program that is too large for a link. */
export function addressOf({ program, example, usualNetwork, position }: Shared): string {
  const query = new URLSearchParams();
  if (example !== null) {
    query.set("example", example);
    query.set("lang", program.language);
    if (program.seed !== DEFAULT_SEED) query.set("seed", String(program.seed));
    if (program.signals?.length) query.set("signals", signalsText(program.signals));
    if (program.visits) query.set("visits", visitsText(program.visits));
    if (program.faults?.length) query.set("faults", faultsText(program.faults));
    const network = networkText(program.network ?? {});
    if (network !== networkText(usualNetwork ?? {})) query.set("network", network || "default");
  }
  if (position) {
    query.set("at", position.at);
    if (position.task !== null) query.set("task", position.task);
    if (position.speed !== null) query.set("speed", position.speed);
  }
  // A query may contain these, which people read more easily.
  const text = query
    .toString()
    .replaceAll("%3A", ":")
    .replaceAll("%40", "@")
    .replaceAll("%2C", ",")
    .replaceAll("%3D", "=")
    .replaceAll("%2F", "/");
  return (text && `?${text}`) + (example === null ? encodeProgram(program) : "");
}

/** Return a link in Markdown. */
export function markdownLink(title: string, link: string): string {
  return `[${title.replace(/[[\]\\]/g, "\\$&")}](${link})`;
}

/** Return the program as a code block in Markdown, with the link below it. */
export function markdownCode({ language, source }: Program, link: string): string {
  // The fence is longer than any sequence of backticks in the program.
  const longest = Math.max(2, ...[...source.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${source.trimEnd()}\n${fence}\n\n[Watch it run](${link})\n`;
}

/** Return HTML that shows the program in a page or a slide. `link` is the whole address. */
export function embedSnippet(title: string, link: string): string {
  const address = new URL(link);
  address.searchParams.set("embed", "1");
  return `<iframe src="${escaped(address.href)}" title="${escaped(title)}" width="100%" height="480" style="border: 0" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** The name of a file of the program. */
export function fileName(title: string, language: Language | "trace"): string {
  const stem = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const ending = { python: "py", typescript: "ts", trace: "json" }[language];
  return `${stem || "program"}.${ending}`;
}
