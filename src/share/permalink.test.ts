import fc from "fast-check";
import { deflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import { bytesToBase64Url } from "./base64url.ts";
import { crc32 } from "./crc32.ts";
import {
  decodeProgram,
  encodeProgram,
  hasProgram,
  isLongLink,
  PermalinkError,
  type PermalinkReason,
} from "./permalink.ts";
import { type NetworkName, networkDefaults } from "./network.ts";
import { programFile } from "./file-bytes.ts";
import { isFileName, MAX_LINKED_BYTES } from "./files.ts";
import { SIGNALS } from "./signals.ts";
import { METHODS } from "./visits.ts";
import { MAX_SEED, MAX_SOURCE_BYTES, type Program } from "./program.ts";

// Any UTF-16 at all, lone surrogates among it: `unit: "binary"` would give whole code points alone.
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
  )
  .map((parts) => parts.join(""));

const anyFiles = fc.uniqueArray(
  fc
    .tuple(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter(isFileName),
      fc.oneof(
        fc.string({ unit: "grapheme" }).map((text) => new TextEncoder().encode(text)),
        fc.uint8Array(),
      ),
    )
    .map(([name, bytes]) => programFile(name, bytes)),
  { minLength: 1, maxLength: 5, selector: ({ name }) => name.split("/")[0] },
);

const anyProgram: fc.Arbitrary<Program> = fc.record(
  {
    language: fc.constantFrom("python" as const, "typescript" as const),
    source: text,
    seed: fc.integer({ min: 0, max: MAX_SEED }),
    title: text.map((title) => title.slice(0, 200)),
    signals: fc.array(
      fc.record(
        { name: fc.constantFrom(...SIGNALS), at: fc.double({ min: 0, max: 1e6, noNaN: true }) },
        { noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 20 },
    ),
    network: fc.dictionary(
      fc.constantFrom(
        ...(Object.keys(networkDefaults) as NetworkName[]).filter((name) =>
          /^remote\.(?!bandwidth)/.test(name),
        ),
      ),
      fc.double({ min: 0.0002, max: 0.9, noNaN: true }).filter((value) => value !== 0.02),
      { minKeys: 1, noNullPrototype: true },
    ),
    visits: fc.array(
      fc.record(
        {
          at: fc.double({ min: 0, max: 1e6, noNaN: true }),
          method: fc.constantFrom(...METHODS),
          path: fc.constantFrom("/", "/a?b=1&c=é", "/x@2"),
          count: fc.integer({ min: 1, max: 100 }),
        },
        { noNullPrototype: true },
      ),
      { maxLength: 20 },
    ),
    faults: fc.array(
      fc.oneof(
        fc.record(
          {
            at: fc.double({ min: 0, max: 1e6, noNaN: true }),
            action: fc.constantFrom("cut", "crash", "restore"),
            host: fc.constantFrom("redis", "a.example"),
            factor: fc.constant(1),
          },
          { noNullPrototype: true },
        ),
        fc.constant({ at: 1, action: "slow", host: "db.test", factor: 2.5 } as const),
      ),
      { minLength: 1, maxLength: 20 },
    ),
    files: anyFiles,
  },
  { requiredKeys: ["language", "source", "seed"], noNullPrototype: true },
);

const hello: Program = { language: "python", source: "import asyncio\n", seed: 1 };

/** Return the reason why `hash` cannot be read, or null if it can. */
function reasonOf(hash: string): PermalinkReason | null {
  try {
    decodeProgram(hash);
    return null;
  } catch (error) {
    if (error instanceof PermalinkError) return error.reason;
    throw error;
  }
}

/** A hash with a right checksum over a payload that `encodeProgram` would never make. */
function forge(content: string | Uint8Array): string {
  const bytes = deflateSync(typeof content === "string" ? new TextEncoder().encode(content) : content);
  return `#v1.${crc32(bytes).toString(36)}.${bytesToBase64Url(bytes)}`;
}

/** Text that DEFLATE hardly makes shorter, the same on every run. */
function noise(length: number): string {
  let state = 1;
  const units = Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0x20 + (state >>> 24) / 3;
  });
  return units.map((unit) => String.fromCharCode(unit)).join("");
}

describe("a round trip", () => {
  test("returns the same program", () => {
    fc.assert(
      fc.property(anyProgram, (program) => {
        expect(decodeProgram(encodeProgram(program))).toEqual(program);
      }),
    );
  });

  test("carries files up to the limit of a link, each that fits", () => {
    const [small, large, limit] = [
      { name: "small.txt", text: "é" },
      { name: "large.bin", base64: "A".repeat(400_000) },
      { name: "full.txt", text: "x".repeat(MAX_LINKED_BYTES - 2) },
    ];
    expect(decodeProgram(encodeProgram({ ...hello, files: [large, small, limit] }))).toEqual({
      ...hello,
      files: [small, limit],
    });
    expect(decodeProgram(encodeProgram({ ...hello, files: [large] }))).toEqual(hello);
    const escaped = { name: "nul", text: "\0".repeat(MAX_LINKED_BYTES) };
    expect(decodeProgram(encodeProgram({ ...hello, files: [escaped] })).files).toEqual([escaped]);
  });

  test("keeps lone surrogates, byte order marks and line ends", () => {
    const source = "\ufeff# \ud800 \udc00 \udfff\ud800\r\n\0\u2028";
    expect(decodeProgram(encodeProgram({ ...hello, source })).source).toBe(source);
  });

  test("needs no `#`", () => {
    expect(decodeProgram(encodeProgram(hello).slice(1))).toEqual(hello);
  });

  test("uses only characters that are not escaped in an address", () => {
    fc.assert(
      fc.property(anyProgram, (program) => {
        expect(encodeProgram(program)).toMatch(/^#[A-Za-z0-9._-]+$/);
      }),
    );
  });

  test("works for the largest source, with one byte or three bytes a character", () => {
    for (const source of [
      noise(MAX_SOURCE_BYTES),
      "\0".repeat(MAX_SOURCE_BYTES),
      "\ud800".repeat(MAX_SOURCE_BYTES / 3),
    ]) {
      expect(decodeProgram(encodeProgram({ ...hello, source })).source).toBe(source);
    }
  });
});

describe("published links", () => {
  // These must decode forever. A link may be added, and none may be changed or removed. They were made by another
  // DEFLATE (Python's zlib), as a later version of this page may well use another.
  const napping = `import asyncio

async def nap(seconds):
    await asyncio.sleep(seconds)
    print(f"slept for {seconds} s 💤")

async def main():
    await asyncio.gather(*(nap(n) for n in range(10)))

asyncio.run(main())
`;
  const logging = `async function main(): Promise<void> {
  console.log("héllo");
}
`;

  test.each<[string, Program]>([
    [
      "#v1.ely9kf.i1YqqCzJyM9T0jHUUSooyswr0VDPSM3JyVfXjMlTigUA",
      { language: "python", source: "print('hello')\n", seed: 1 },
    ],
    [
      "#v1.nu1qkb.bY5BCsIwEEWvMswqkSJaqlLP4c64GNq0DeokJBEp4iW8gBsP6BGsrVgEZzXMPN7_W3RtbCxjkqV5li9Xab5I0Byd9REotFwYq1hxv0KpK2ByIujCchnkWjF0Q2cyX3oaDlqPyEA4bziKSmH3dBEq6-HyIa4Q4Hm_PRTK36AjGRb_I2qKjfZiIt5lWPY-BsPgiWst5jMpR1nH-xOLQdedMcGNZogU9gH6skARLBcady8",
      { language: "python", source: napping, seed: 4294967295, title: "Ten tasks sleep at once" },
    ],
    [
      "#v1.4axtne.BcFRCkBAEADQq0zzRW3yjZzBv_GhtZjanZFdSnIg53Ax7_WYrs1Fu_OW0JQGx3iJhfkQm1gFwsiS5RV0uwaOrjmVpxZuEgCrEtW7wuuSEa7f670S5jXJQ4LDDw",
      { language: "typescript", source: logging, seed: 0 },
    ],
  ])("link %# of the list", (hash, program) => {
    expect(decodeProgram(hash)).toEqual(program);
  });
});

describe("damage", () => {
  test("to any one character is detected, or changes nothing", () => {
    const character = fc.oneof(
      fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#"),
      fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
    );
    fc.assert(
      fc.property(anyProgram, fc.nat(), character, (program, place, replacement) => {
        const link = encodeProgram(program);
        const at = place % link.length;
        const damaged = link.slice(0, at) + replacement + link.slice(at + 1);
        if (reasonOf(damaged) === null) expect(decodeProgram(damaged)).toEqual(program);
      }),
      { numRuns: 2000 },
    );
  });

  test("to every character of one link is detected, or changes nothing", () => {
    const link = encodeProgram(hello);
    for (let at = 0; at < link.length; at++) {
      for (const replacement of "AZaz09-_.") {
        const damaged = link.slice(0, at) + replacement + link.slice(at + 1);
        if (reasonOf(damaged) === null) expect(decodeProgram(damaged)).toEqual(hello);
      }
    }
  });

  test("by a cut at any place is detected", () => {
    const link = encodeProgram({ ...hello, source: "await asyncio.sleep(1)\n".repeat(9) });
    for (let length = 1; length < link.length; length++)
      expect(reasonOf(link.slice(0, length))).toBe("damaged");
  });

  test.each([
    ["a heading's hash", "#timeline"],
    ["a version below the first", "#v0.0.AA"],
    ["an empty payload", "#v1.0."],
    ["text after the payload", `${encodeProgram(hello)}.more`],
    ["text that is no JSON", forge("print(1)")],
    ["JSON that is no list", forge('{"language":"python"}')],
    ["a field too few", forge('["python",1]')],
    ["a field too many", forge('["python",1,"","",""]')],
    ["an unknown language", forge('["cobol",1,""]')],
    ["a seed out of range", forge('["python",4294967296,""]')],
    ["a seed in halves", forge('["python",0.5,""]')],
    ["a title that is no text", forge('["python",1,"",null]')],
    ["bytes that are no UTF-8", forge(Uint8Array.of(0x5b, 0xff, 0x5d))],
  ])("%s is detected", (_what, hash) => {
    expect(reasonOf(hash)).toBe("damaged");
  });
});

describe("size", () => {
  test("a program over the limit gets no link", () => {
    const tooLarge = expect.objectContaining({ name: "PermalinkError", reason: "too-large" });
    for (const source of [" ".repeat(MAX_SOURCE_BYTES + 1), "é".repeat(MAX_SOURCE_BYTES / 2 + 1)]) {
      expect(() => encodeProgram({ ...hello, source })).toThrow(tooLarge);
    }
    expect(() => encodeProgram({ ...hello, title: "t".repeat(201) })).toThrow(tooLarge);
  });

  test("a link over the limit is rejected", () => {
    expect(reasonOf(forge(JSON.stringify(["python", 1, " ".repeat(MAX_SOURCE_BYTES + 1)])))).toBe(
      "too-large",
    );
  });

  test("a decompression bomb is rejected before it is inflated", () => {
    const bomb = forge(new Uint8Array(100_000_000));
    const before = process.memoryUsage();
    expect(reasonOf(bomb)).toBe("too-large");
    const after = process.memoryUsage();
    expect(after.rss - before.rss).toBeLessThan(50_000_000);
  });

  test("a link over 2,000 characters is long", () => {
    expect(isLongLink("x".repeat(2000))).toBe(false);
    expect(isLongLink("x".repeat(2001))).toBe(true);
  });
});

test("a newer version is reported as such, with any content", () => {
  for (const hash of ["#v3.abc.def", "#v3", "#v10.x", "v4.a.b.c"]) expect(reasonOf(hash)).toBe("too-new");
});

test("only a program with signals or network options has version 2, and a part of it that is not known is said to be too new", () => {
  expect(encodeProgram(hello)).toMatch(/^#v1\./);
  expect(encodeProgram({ ...hello, signals: [] })).toBe(encodeProgram(hello));
  const signals = [{ name: "SIGINT", at: 2.5 }] as const;
  const link = encodeProgram({ ...hello, signals });
  expect(link).toMatch(/^#v2\./);
  expect(decodeProgram(link)).toEqual({ ...hello, signals });
  const network = { "remote.loss": 0.2, "localhost.latency": 0 };
  expect(decodeProgram(encodeProgram({ ...hello, network }))).toEqual({ ...hello, network });
  // Defaults are none: there is one link for one program.
  expect(encodeProgram({ ...hello, network: { "remote.latency": 0.02 } })).toBe(encodeProgram(hello));
  const linkOf = (content: object) => {
    const bytes = deflateSync(new TextEncoder().encode(JSON.stringify(content)));
    return `#v2.${crc32(bytes).toString(36)}.${bytesToBase64Url(bytes)}`;
  };
  expect(reasonOf(linkOf({ ...hello, wind: 3 }))).toBe("too-new");
  expect(reasonOf(linkOf({ ...hello, signals: [{ name: "SIGINT", at: -1 }] }))).toBe("damaged");
  expect(reasonOf(linkOf({ ...hello, network: { "remote.wind": 3 } }))).toBe("too-new");
  for (const network of [{ "remote.loss": 2 }, { "remote.loss": "0.2" }, { previews: 2 }, [], 7, null])
    expect(reasonOf(linkOf({ ...hello, network }))).toBe("damaged");
  expect(reasonOf(linkOf([]))).toBe("damaged");
});

test("a hash that is not empty counts as a program", () => {
  expect(["", "#"].map(hasProgram)).toEqual([false, false]);
  expect([encodeProgram(hello), "#v2.", "#x"].map(hasProgram)).toEqual([true, true, true]);
});

test("an object that is not a program throws TypeError, not PermalinkError", () => {
  expect(() => encodeProgram({ ...hello, seed: -1 })).toThrow(TypeError);
});
