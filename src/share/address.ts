/**
 * Links to a program, at a moment of its run if wanted, and texts that contain them: Markdown, HTML. Called by the share
 * dialog.
 */
import { encodeProgram } from "./permalink.ts";
import { DEFAULT_SEED, type Language, type Program } from "./program.ts";

/** Moment of a run in a link. */
export interface Moment {
  /** Name of the event: see `store/logical-event.ts`. */
  readonly at: string;
  /** Name of the selected task; null for none. */
  readonly task: string | null;
  readonly speed: number;
}

export interface Shared {
  readonly program: Program;
  /** Id of the built-in example that the program is, unchanged; null for another program. */
  readonly example: string | null;
  /** Moment at which the link opens the program; null for its beginning. */
  readonly moment: Moment | null;
}

/** Return the query and hash that open a program. Throws PermalinkError for a program that is too large for a link. */
export function addressOf({ program, example, moment }: Shared): string {
  const query = new URLSearchParams();
  if (example !== null) {
    query.set("example", example);
    query.set("lang", program.language);
    if (program.seed !== DEFAULT_SEED) query.set("seed", String(program.seed));
  }
  if (moment) {
    query.set("at", moment.at);
    if (moment.task !== null) query.set("task", moment.task);
    if (moment.speed !== 1) query.set("speed", String(moment.speed));
  }
  // A query may contain a colon, which people read more easily.
  const text = query.toString().replaceAll("%3A", ":");
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

/** Return the name of a file with the program or its trace. */
export function fileName(title: string, language: Language | "trace"): string {
  const stem = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const ending = { python: "py", typescript: "ts", trace: "json" }[language];
  return `${stem || "program"}.${ending}`;
}
