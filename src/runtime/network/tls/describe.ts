/**
 * Records of simulated TLS in words, for a trace: `TLS: client hello`, or the program's bytes as text, `TLS: hello\n`. Called by
 * the kernel for each preview of bytes.
 */
import { MAX_PREVIEW, previewOf } from "../preview.ts";
import { alert } from "./alerts.ts";
import { message } from "./messages.ts";
import { content, open, recordSize, type TlsRecord } from "./records.ts";

const messageNames = new Map<number, string>(
  Object.entries(message).map(([name, type]) => [type, spaced(name)]),
);
const alertNames = new Map<number, string>(
  Object.entries(alert).map(([name, number]) => [
    number,
    name === "closeNotify" ? "close_notify" : spaced(name),
  ]),
);

/** `clientHello` → `client hello`. */
function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Return what `bytes` are, in at most 80 characters, if they begin with a record; null otherwise. */
export function describeRecords(bytes: Uint8Array): string | null {
  const names = new Set<string>();
  const data: number[] = [];
  for (let at = 0; at < bytes.length && data.length <= MAX_PREVIEW;) {
    const rest = bytes.subarray(at);
    if (!isHeader(rest)) return null;
    const size = recordSize(rest);
    const record = open(rest.subarray(0, size));
    if (record.type === content.data) data.push(...record.content.subarray(0, MAX_PREVIEW + 1));
    else for (const name of namesIn(record)) names.add(name);
    at += size;
  }
  const said = `TLS: ${[...names].join(", ")}`;
  if (data.length > 0) return previewOf(Uint8Array.from(data), names.size > 0 ? `${said}, ` : said);
  return names.size > 0 ? previewOf(new TextEncoder().encode(said)) : null;
}

function isHeader([type = 0, major, minor]: Uint8Array): boolean {
  return type >= content.changeCipherSpec && type <= content.data && major === 3 && minor === 3;
}

function namesIn({ type, content: bytes }: TlsRecord): string[] {
  if (type === content.alert) return [`alert ${alertNames.get(bytes[1] as number) ?? bytes[1]}`];
  if (type !== content.handshake) return [];
  const name = messageNames.get(bytes[0] as number);
  return name ? [name] : [];
}
