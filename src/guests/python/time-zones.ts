/**
 * The time zones of the IANA database as files that Python's `zoneinfo` reads: TZif of version 2 (RFC 9636). Made from the
 * npm package `@tubular/time` when the standard library is repacked; a page downloads them with the library.
 *
 * A file has the transitions up to `LAST_YEAR` one by one, and no rule for the time after them.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Timezone, type Transition } from "@tubular/time";

const LAST_YEAR = 2050;
/** Names without a place, which are for programs of the package. */
const NOT_IANA = /^(LMT|OS|ZONELESS|DATELESS|TAI|SystemV\/.*)$/;

/** Changes with the data and with the files that are made of it. */
export const timeZoneVersion = `${Timezone.version} ${LAST_YEAR}`;

type Data = Record<string, string>;

/** Return the files by name, such as `Europe/Berlin`. */
export async function timeZoneFiles(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const main = createRequire(import.meta.url).resolve("@tubular/time");
  const script = await readFile(join(dirname(main), "data/timezone-large.js"), "utf8");
  // The one statement of the script assigns the data, as JSON: zones, and names that stand for another zone.
  const data = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1)) as Data;
  Timezone.defineTimezones(data);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of Timezone.getAvailableTimezones()) {
    if (NOT_IANA.test(name)) continue;
    const zone = Timezone.from(data[data[name] ?? ""] === undefined ? name : (data[name] ?? ""));
    files.set(name, timeZoneFile(zone.getAllTransitions() ?? [fixed(zone)]));
  }
  return files;
}

type Change = Pick<Transition, "transitionTime" | "utcOffset" | "dstOffset"> & { name?: string | null };

/** The one state of a zone that never changes. */
function fixed(zone: Timezone): Change {
  const name = zone.getDisplayName(0);
  return { transitionTime: -Infinity, utcOffset: zone.utcOffset, dstOffset: 0, name };
}

/** Return the file of a zone. The first change is its state from the beginning of time. */
export function timeZoneFile(all: readonly Change[]): Uint8Array<ArrayBuffer> {
  const end = Date.UTC(LAST_YEAR + 1, 0) / 1000;
  const changes = all.map((change) => ({ ...change, time: Math.floor(change.transitionTime / 1000) }));
  const kept = changes.filter(({ time }, i) => i === 0 || time < end);
  const texts = [...new Set(kept.map(abbreviation))];
  const starts = texts.map((_, i) => texts.slice(0, i).reduce((sum, text) => sum + text.length + 1, 0));
  const keyOf = (change: Change) =>
    `${change.utcOffset} ${Number(change.dstOffset !== 0)} ${starts[texts.indexOf(abbreviation(change))]}`;
  const kinds = [...new Set(kept.map(keyOf))];
  const characters = texts.join("\0") + "\0";
  const later = kept.slice(1);

  const size = later.length * 9 + kinds.length * 6 + characters.length;
  const bytes = new Uint8Array(2 * HEADER + EMPTY_BLOCK + size + 2);
  const view = new DataView(bytes.buffer);
  // The first block is for readers of version 1: one kind without a name.
  writeHeader(view, 0, { times: 0, kinds: 1, characters: 1 });
  let at = HEADER + EMPTY_BLOCK;
  writeHeader(view, at, { times: later.length, kinds: kinds.length, characters: characters.length });
  at += HEADER;
  for (const { time } of later) {
    view.setBigInt64(at, BigInt(time));
    at += 8;
  }
  for (const change of later) bytes[at++] = kinds.indexOf(keyOf(change));
  for (const kind of kinds) {
    const [offset = 0, isDst = 0, start = 0] = kind.split(" ").map(Number);
    view.setInt32(at, offset);
    bytes[at + 4] = isDst;
    bytes[at + 5] = start;
    at += 6;
  }
  for (const character of characters) bytes[at++] = character.charCodeAt(0);
  // The footer: no rule.
  bytes.set([10, 10], at);
  return bytes;
}

/** `CET`; where a zone has no letters its offset, as `+05` or `+0545`. */
function abbreviation({ name, utcOffset }: Change): string {
  if (name && name !== "%z") return name;
  const minutes = Math.abs(utcOffset) / 60;
  const parts = [Math.floor(minutes / 60), ...(minutes % 60 ? [minutes % 60] : [])];
  return (utcOffset < 0 ? "-" : "+") + parts.map((part) => String(part).padStart(2, "0")).join("");
}

const HEADER = 44;
/** A kind and the end of its name. */
const EMPTY_BLOCK = 7;

function writeHeader(
  view: DataView,
  at: number,
  { times, kinds, characters }: { times: number; kinds: number; characters: number },
): void {
  for (const [i, character] of [..."TZif2"].entries()) view.setUint8(at + i, character.charCodeAt(0));
  // Of leap seconds, and of times that are standard or UT, there are none.
  for (const [i, count] of [0, 0, 0, times, kinds, characters].entries())
    view.setUint32(at + 20 + i * 4, count);
}
