/**
 * Preview of bytes for a trace: their beginning as text, as Python's repr shows it, without quotes. Text in UTF-8 stays
 * readable; other bytes are escaped (`\x00`).
 */

/** Longest preview, in UTF-16 units. */
export const MAX_PREVIEW = 80;

const decoder = new TextDecoder("utf-8", { fatal: true });
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\\]|(?! )\p{Zs}/u;
const escapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** Return the first of `bytes`, after `before`, as text of at most 80 characters; "…" at the end if some are left out. */
export function previewOf(bytes: Uint8Array, before = ""): string {
  let text = before;
  for (let at = 0; at < bytes.length;) {
    const length = characterAt(bytes, at);
    const piece = length > 0 ? shown(bytes.subarray(at, at + length)) : hex(bytes[at] as number);
    if (text.length + piece.length > MAX_PREVIEW) return cut(text);
    text += piece;
    at += length || 1;
  }
  return text;
}

/** Cut a text so that the mark of the cut fits; never within an escape or a character. */
function cut(text: string): string {
  if (text.length < MAX_PREVIEW) return `${text}…`;
  const end = /(\\x[0-9a-f]{2}|\\[^x]|[\ud800-\udbff][\udc00-\udfff]|[^])$/.exec(text) as RegExpExecArray;
  return `${text.slice(0, end.index)}…`;
}

/** Return the number of bytes of the UTF-8 character at `at`; 0 if there is none. */
function characterAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    decoder.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}

function shown(character: Uint8Array): string {
  if (character.length === 1) {
    const code = character[0] as number;
    const text = String.fromCharCode(code);
    if (code >= 0x20 && code < 0x7f && text !== "\\") return text;
    return escapes[text] ?? hex(code);
  }
  const text = decoder.decode(character);
  return UNPRINTABLE.test(text) ? [...character].map(hex).join("") : text;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
