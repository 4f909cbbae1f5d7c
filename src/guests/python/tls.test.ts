/**
 * Programs with TLS print what they printed on native CPython with OpenSSL, over real loopback, in the same order: the corpus as
 * `record-native.py` recorded it. The sizes of records and flights are among these lines.
 */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { nativeLines, tlsPrograms } from "../../testing/tls/corpus.ts";

test("native CPython has run each program", () => {
  expect(Object.keys(nativeLines).sort()).toEqual(Object.keys(tlsPrograms).sort());
});

describe("as on native CPython", () => {
  test.each(Object.entries(tlsPrograms))("%s", async (name, source) => {
    const run = await runPython(source);
    expect(run.error).toBeNull();
    expect(run.stdout.split("\n").slice(0, -1)).toEqual(nativeLines[name]);
    expect(run.stderr.split("\n").filter((line) => line && !line.includes("stands in"))).toEqual([]);
  });
});
