// Permalinks: a whole program in the hash of an address, `#v1.<check>.<payload>`, so no server stores anything.
//
// FROZEN: links must open forever. Version 1 never changes:
//   payload  JSON [language, seed, source] or [language, seed, source, title]
//            → UTF-8 → raw DEFLATE without a dictionary → base64url without padding
//   check    CRC-32 (the polynomial of zip and PNG) of the deflated bytes, in lower-case base 36
//
// Version 2 is for programs with more than that; only its JSON differs:
//   payload  JSON {language, seed, source, title, signals, network, visits, faults, packages, files}, the last seven only if the program has them.
//            Of the files it has those that fit into a link (`linkedFiles`). An unknown name, also of a network option, is a part that this page would lose: such a link comes from a newer
//            page.
//
// The check is first because DEFLATE reads a flipped bit as other text, without complaint: a damaged link must
// never run as another program. JSON.stringify escapes lone surrogates, so every JavaScript string comes back as it was.

import { parseJson } from "../base/parse-json.ts";
import { bytesFromBase64Url, bytesToBase64Url } from "./base64url.ts";
import { crc32 } from "./crc32.ts";
import { deflateText, inflateText } from "./deflate.ts";
import { linkedFiles, MAX_FILE_NAME, MAX_FILES, MAX_LINKED_BYTES } from "./files.ts";
import { isNetworkName } from "./network.ts";
import {
  conditionsOf,
  isProgram,
  isTooLarge,
  MAX_SOURCE_BYTES,
  MAX_TITLE_LENGTH,
  type Program,
} from "./program.ts";

/** A program that fits into no link, or a link that holds no program. The message is for the person. */
export type PermalinkReason = "damaged" | "too-large" | "too-new";

/** Error of a link that cannot be read or made; its message is worded for a person. */
export class PermalinkError extends Error {
  override readonly name = "PermalinkError";
  readonly reason: PermalinkReason;

  constructor(reason: PermalinkReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

const damaged = () =>
  new PermalinkError("damaged", "This link is damaged. Copy the whole link again, or ask the sender for it.");
const tooNew = () =>
  new PermalinkError(
    "too-new",
    "This link comes from a newer Loopscope. Reload the page, or open the link on the site where it was made.",
  );
const tooLargeToRead = () =>
  new PermalinkError(
    "too-large",
    `The program in this link is larger than ${MAX_SOURCE_BYTES / 1024} KiB. Ask the sender for a file.`,
  );
const tooLargeToMake = () =>
  new PermalinkError(
    "too-large",
    `This program is larger than ${MAX_SOURCE_BYTES / 1024} KiB, the limit of a link. Shorten it, or save it as a file.`,
  );

// JSON spends six bytes (`\u0000`) at worst on a byte of the source or of a file, or on a unit of a title or name; the rest is
// punctuation.
const MAX_JSON_BYTES =
  6 * (MAX_SOURCE_BYTES + MAX_TITLE_LENGTH + MAX_LINKED_BYTES + MAX_FILES * (MAX_FILE_NAME + 8)) + 64;

// Over 2,000 characters, some chat programs, mailers and sites cut or reject an address.
const LONG_LINK = 2000;

/**
 * Return the hash, `#` included, of a link to `program`. Synchronous, so that it can run as a page unloads. Throws
 * PermalinkError for a program that is too large.
 */
export function encodeProgram(program: Program): string {
  if (!isProgram(program)) throw new TypeError("encodeProgram needs a program");
  return encodeValid(program);
}

/** Return the same for what is known to be a program: the script of the embed's element has no room for the check. */
export function encodeValid(program: Program): string {
  if (isTooLarge(program)) throw tooLargeToMake();
  const { language, source, title } = program;
  const files = linkedFiles(program.files ?? []);
  const { seed, ...more } = conditionsOf({ ...program, files });
  const isPlain = Object.keys(more).length === 0;
  const fields = title === undefined ? [language, seed, source] : [language, seed, source, title];
  const content = isPlain ? fields : { language, seed, source, title, ...more };
  const bytes = deflateText(JSON.stringify(content));
  return `#v${isPlain ? 1 : 2}.${crc32(bytes).toString(36)}.${bytesToBase64Url(bytes)}`;
}

/** Return the program in a hash made by `encodeProgram`, with or without its `#`. Throws PermalinkError. */
export function decodeProgram(hash: string): Program {
  const [version = "", check, payload, ...rest] = hash.replace(/^#/, "").split(".");
  // The version is read first and alone: a newer version may change everything after it.
  if (/^v([3-9]|[1-9]\d+)$/.test(version)) throw tooNew();
  if ((version !== "v1" && version !== "v2") || payload === undefined || rest.length > 0) throw damaged();

  const bytes = bytesFromBase64Url(payload);
  if (bytes === null || crc32(bytes).toString(36) !== check) throw damaged();

  const inflated = inflateText(bytes, MAX_JSON_BYTES);
  if (inflated === "too-large") throw tooLargeToRead();
  if (inflated === "damaged") throw damaged();

  const program = version === "v1" ? programFromList(inflated.text) : programFromObject(inflated.text);
  if (program === null) throw damaged();
  if (isTooLarge(program)) throw tooLargeToRead();
  return program;
}

/** True if a page's hash claims to carry a program, readable or not. */
export function hasProgram(hash: string): boolean {
  return hash !== "" && hash !== "#";
}

/** True if some hosts may cut or refuse this address, so that a file is safer. */
export function isLongLink(url: string): boolean {
  return url.length > LONG_LINK;
}

const NAMES: readonly string[] = [
  "language",
  "seed",
  "source",
  "title",
  "signals",
  "network",
  "visits",
  "faults",
  "packages",
  "files",
] satisfies (keyof Program)[];

/** Throws PermalinkError for a program with a part that this page does not know. */
function programFromObject(json: string): Program | null {
  const program = parseJson(json);
  if (typeof program !== "object" || program === null) return null;
  if (Object.keys(program).some((name) => !NAMES.includes(name))) throw tooNew();
  const { network } = program as { network?: unknown };
  if (Object.keys(Object(network) as object).some((name) => !isNetworkName(name))) throw tooNew();
  return isProgram(program) ? program : null;
}

function programFromList(json: string): Program | null {
  const fields = parseJson(json);
  if (!Array.isArray(fields) || fields.length < 3 || fields.length > 4) return null;
  const [language, seed, source, title] = fields as unknown[];
  const program = fields.length === 3 ? { language, seed, source } : { language, seed, source, title };
  return isProgram(program) ? program : null;
}
