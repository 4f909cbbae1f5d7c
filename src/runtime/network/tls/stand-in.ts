/**
 * Stand-ins for certificates that a program names by a file that is not there: a page has no files, and no `openssl` to make one.
 *
 * The path says what the certificate is, and nothing else does, so that a path always names the same one:
 * - a host name in the path is its name (`certs/example.org.pem`, `live/example.org/fullchain.pem`, `_wildcard.example.org.pem`);
 *   else it is for `localhost`, `loopscope`, 127.0.0.1 and ::1
 * - the word "self" makes it self-signed (`self-signed.pem`); else the simulated CA is its issuer, which clients trust
 * - the word "expired" makes it end before the virtual clock begins
 *
 * They are X.509 certificates of the usual size, with a key and a signature that are text.
 */
import { type Certificate, readCertificate } from "./certificate.ts";
import { der, oid, tag } from "./der.ts";

const CA = "Loopscope simulated CA";
const OWN_NAMES = ["localhost", "loopscope"];
const OWN_ADDRESSES = [
  [127, 0, 0, 1],
  [...Array<number>(15).fill(0), 1],
];
const FILE_END = /\.(?:pem|crt|cer|cert|key|chain)$|[-_.](?:cert|key|chain|bundle)$/i;
const HOST_NAME = /^(?:_wildcard\.|\*\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;

const text = new TextEncoder();

/** Return the host name that a path names, or "". */
export function hostNameIn(path: string): string {
  for (const part of path.split(/[/\\]/).reverse()) {
    let word = part;
    while (FILE_END.test(word)) word = word.replace(FILE_END, "");
    word = word.replace(/\+\d+$/, "");
    if (HOST_NAME.test(word)) return word.replace(/^_wildcard\./, "*.").toLowerCase();
  }
  return "";
}

/** Return the certificate that stands in for the file at a path. */
export function standInFor(path: string): Certificate {
  const host = hostNameIn(path);
  const subject = host || "localhost";
  const ends = /expired/i.test(path) ? "251231000000Z" : "351231000000Z";
  return make(subject, /self/i.test(path) ? subject : CA, ends, host ? [host] : OWN_NAMES, !host);
}

/** Return the certificate of the simulated CA. */
export function simulatedCa(): Certificate {
  return make(CA, CA, "351231000000Z", [], false);
}

/** Filler for a key or a signature: bytes that say what they are. */
function filler(size: number): Uint8Array {
  return text.encode("simulated: nothing is encrypted. ".repeat(size / 32 + 1).slice(0, size));
}

function name(common: string): Uint8Array {
  const pair = der(tag.sequence, oid("2.5.4.3"), der(tag.utf8, text.encode(common)));
  return der(tag.sequence, der(tag.set, pair));
}

const RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];

function algorithm(last: number): Uint8Array {
  return der(tag.sequence, der(tag.oid, [...RSA, last]), [0x05, 0x00]);
}

function make(subject: string, issuer: string, ends: string, hosts: string[], isOwn: boolean): Certificate {
  const key = der(tag.sequence, der(tag.integer, [0], filler(256)), der(tag.integer, [1, 0, 1]));
  const names = [
    ...hosts.map((host) => der(0x82, text.encode(host))),
    ...(isOwn ? OWN_ADDRESSES : []).map((address) => der(0x87, address)),
  ];
  const extension = der(tag.sequence, oid("2.5.29.17"), der(tag.octetString, der(tag.sequence, ...names)));
  const serial = [...text.encode(subject + issuer)].reduce((sum, byte) => (sum * 31 + byte) % 0x7fffff, 7);
  const body = der(
    tag.sequence,
    der(0xa0, der(tag.integer, [2])),
    der(tag.integer, [1 + (serial >> 16), (serial >> 8) & 0xff, serial & 0xff]),
    algorithm(11),
    name(issuer),
    der(tag.sequence, der(tag.utcTime, text.encode("250101000000Z")), der(tag.utcTime, text.encode(ends))),
    name(subject),
    der(tag.sequence, algorithm(1), der(tag.bitString, [0], key)),
    ...(names.length > 0 ? [der(0xa3, der(tag.sequence, extension))] : []),
  );
  return readCertificate(der(tag.sequence, body, algorithm(11), der(tag.bitString, [0], filler(256))));
}
