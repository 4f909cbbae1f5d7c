/**
 * Simulated TLS by itself, in TypeScript: what both programs get does not depend on the pieces in which bytes arrive, nothing is
 * taken that belongs to what follows, and names of records and of stand-ins.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPem } from "./certificate.ts";
import { TlsConnection } from "./connection.ts";
import { describeRecords } from "./describe.ts";
import type { TlsSettings } from "./handshake.ts";
import { simulatedCa, standInFor } from "./stand-in.ts";

const now = () => Date.UTC(2026, 0, 1);
const common = {
  hostname: null,
  checksHostname: false,
  versions: ["TLSv1.2", "TLSv1.3"],
  alpn: [],
  verify: "none",
  partialChain: false,
  commonName: true,
  chain: [],
  trusted: [],
  asksForName: false,
  tickets: 2,
} satisfies Partial<TlsSettings>;

function pair(version: TlsSettings["versions"][number]) {
  const client = { ...common, isServer: false, hostname: "localhost", checksHostname: true } as const;
  const trusting = { ...client, verify: "required", trusted: [simulatedCa()] } as const;
  const server = { ...common, isServer: true, chain: [standInFor("cert.pem")] } as const;
  return [
    new TlsConnection({ ...trusting, versions: [version] }, now),
    new TlsConnection({ ...server, versions: [...server.versions] }, now),
  ] as const;
}

/** Bytes of both directions, on their way. */
class Wires {
  readonly bytes = [new Uint8Array(), new Uint8Array()];

  constructor(
    readonly ends: readonly [TlsConnection, TlsConnection],
    readonly pieces: readonly number[],
  ) {}

  /** Let both ends call until neither lacks anything; return the answers. */
  run(calls: readonly [() => number, () => number]): number[] {
    const answers = [NaN, NaN];
    for (let round = 0; answers.some(Number.isNaN); round++) {
      for (const side of [0, 1]) {
        if (!Number.isNaN(answers[side])) continue;
        const answer = calls[side]!();
        this.#send(side);
        if (answer >= 0) answers[side] = answer;
        else this.#receive(side, -answer, this.pieces[round % this.pieces.length]!);
      }
      if (round > 10_000) throw new Error("it hangs");
    }
    return answers;
  }

  #send(side: number): void {
    const bytes = this.ends[side]!.take(Infinity);
    this.bytes[1 - side] = Uint8Array.from([...this.bytes[1 - side]!, ...bytes]);
  }

  #receive(side: number, needed: number, most: number): void {
    const count = Math.min(needed, most);
    this.ends[side]!.feed(this.bytes[side]!.slice(0, count));
    this.bytes[side] = this.bytes[side]!.slice(count);
  }
}

test("what is read is what was written, in whatever pieces it arrives", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("TLSv1.2" as const, "TLSv1.3" as const),
      fc.array(fc.integer({ min: 10, max: 2000 }), { minLength: 1, maxLength: 8 }),
      fc.uint8Array({ minLength: 1, maxLength: 40_000, size: "max" }),
      (version, pieces, data) => {
        const ends = pair(version);
        const [client, server] = ends;
        const wires = new Wires(ends, pieces);
        expect(wires.run([() => client.handshake(), () => server.handshake()])).toEqual([0, 0]);
        expect([client.negotiated.version, server.negotiated.version]).toEqual([version, version]);
        expect(client.write(data)).toBe(data.length);
        const got: number[] = [];
        const into = new Uint8Array(1000);
        const read = () => {
          for (;;) {
            const count = server.read(into);
            if (count < 0) return count;
            got.push(...into.subarray(0, count));
            if (got.length === data.length) return 0;
          }
        };
        wires.run([() => 0, read]);
        expect(Uint8Array.from(got)).toEqual(data);
        wires.run([() => client.shutdown(), () => server.shutdown()]);
        expect(wires.bytes.map(({ length }) => length)).toEqual([0, 0]);
      },
    ),
    { numRuns: 10 },
  );
});

test.each([
  ["cert.pem", ["localhost", "loopscope"]],
  ["./certs/server.crt", ["localhost", "loopscope"]],
  ["/home/me/localhost+2.pem", ["localhost", "loopscope"]],
  ["example.org.pem", ["example.org"]],
  ["certs/example.org+4.pem", ["example.org"]],
  ["/etc/letsencrypt/live/example.org/fullchain.pem", ["example.org"]],
  ["_wildcard.example.org.pem", ["*.example.org"]],
  ["example.org-cert.pem", ["example.org"]],
])("the certificate for %s has the names %j", (path, names) => {
  const { alternativeNames, bytes } = standInFor(path);
  expect(alternativeNames.flatMap(([kind, name]) => (kind === "DNS" ? [name] : []))).toEqual(names);
  const base64 = btoa(String.fromCharCode(...bytes));
  expect(readPem(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`)).toEqual([
    standInFor(path),
  ]);
});

test("records are named in previews", () => {
  const ends = pair("TLSv1.3");
  const [client, server] = ends;
  const said: (string | null)[] = [];
  const wires = new Wires(ends, [10_000]);
  for (const end of ends) {
    const take = end.take.bind(end);
    end.take = (most) => {
      const bytes = take(most);
      if (bytes.length > 0) said.push(describeRecords(bytes));
      return bytes;
    };
  }
  wires.run([() => client.handshake(), () => server.handshake()]);
  client.write(new TextEncoder().encode("hello\n"));
  client.take(Infinity);
  client.shutdown();
  client.take(Infinity);
  expect(said).toEqual([
    "TLS: client hello",
    "TLS: server hello, encrypted extensions, certificate, certificate verify, finis…",
    "TLS: finished",
    "TLS: new session ticket",
    "TLS: hello\\n",
    "TLS: alert close_notify",
  ]);
  expect(describeRecords(new TextEncoder().encode("GET / HTTP/1.1"))).toBeNull();
});
