/**
 * Scenarios for Redis: commands of one or several clients, and the bytes that each client got. `corpus.txt` has one after the other:
 *
 *     # name
 *     GET key              of client a
 *     b: GET key           of another one
 *     b~ BLPOP list 0      no reply yet: the client is blocked
 *     sleep 0.1            seconds pass
 *
 * `native.json` has what a real server replied; `main.ts` records it.
 */
import { readFileSync } from "node:fs";

export interface Step {
  readonly client: string;
  readonly words: readonly string[];
  readonly blocks: boolean;
  /** Seconds that pass in place of a command; 0 for a command. */
  readonly sleep: number;
}

export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Bytes that each client got, one character each, by the names of scenarios and clients. */
export type Replies = Record<string, Record<string, string>>;

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

export const scenarios: readonly Scenario[] = read("corpus.txt")
  .split(/^# /m)
  .slice(1)
  .map((section) => {
    const [name = "", ...lines] = section.split("\n");
    return { name, steps: lines.filter((line) => line.trim() !== "").map(stepOf) };
  });

export const native = () => JSON.parse(read("native.json")) as Replies;

/** The last command of each client, whose reply shows that all others have come. */
export const MARK = "all-replies-are-here";
export const MARKING = ["PING", MARK];

function stepOf(line: string): Step {
  const [, sleep] = /^sleep ([\d.]+)$/.exec(line) ?? [];
  if (sleep !== undefined) return { client: "", words: [], blocks: false, sleep: Number(sleep) };
  const [, client = "a", mark = ":", text = ""] = /^(?:([a-z])([:~]) )?(.*)$/.exec(line) ?? [];
  const words = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain as string) : (JSON.parse(`"${quoted}"`) as string),
  );
  return { client, words, blocks: mark === "~", sleep: 0 };
}

/** Return a command's bytes, one character each. */
export function requestOf(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`;
}

/** Return replies without what no two servers have in common: ids of clients, and of the last mark. */
export function comparable(text: string): string {
  return text.replace(/(\$2\r\nid\r\n):\d+/g, "$1:0");
}
