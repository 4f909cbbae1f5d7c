/** Previews of bytes, compared with Python's repr. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { MAX_PREVIEW, previewOf } from "./preview.ts";

const encode = (text: string) => new TextEncoder().encode(text);

const TEXTS = [
  "",
  "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
  "back\\slash\ttab",
  "\0\u0001\u001f\u007f",
  "über €, 日本語, emoji 🎉",
  "x".repeat(80),
];

test("text is shown as Python's repr shows it, without quotes", async () => {
  const source = `import json\nfor text in json.loads(${JSON.stringify(JSON.stringify(TEXTS))}):\n    print(ascii(repr(text)[1:-1]))`;
  const { stdout } = await runPython(source);
  const lines = stdout.split("\n").slice(0, -1);
  // `ascii` of the expected text, so that both are plain.
  const { stdout: ours } = await runPython(
    `import json\nfor text in json.loads(${JSON.stringify(JSON.stringify(TEXTS.map((text) => previewOf(encode(text)))))}):\n    print(ascii(text))`,
  );
  expect(ours.split("\n").slice(0, -1)).toEqual(lines);
});

test("bytes that are no text are escaped one by one", () => {
  expect(previewOf(new Uint8Array([0x16, 0x03, 0x01, 0xff, 0x41, 0xc3]))).toBe("\\x16\\x03\\x01\\xffA\\xc3");
  // A character that does not print, an overlong one, half of a surrogate pair.
  expect(previewOf(new Uint8Array([0xc2, 0x9b, 0xc0, 0x80, 0xed, 0xa0, 0x80]))).toBe(
    "\\xc2\\x9b\\xc0\\x80\\xed\\xa0\\x80",
  );
});

test("a long preview is cut, never within an escape or a character", () => {
  for (const text of [
    "x".repeat(81),
    "\n".repeat(100),
    "\0".repeat(100),
    "🎉".repeat(100),
    `${"x".repeat(79)}\0y`,
  ]) {
    const preview = previewOf(encode(text));
    expect(preview.length).toBeLessThanOrEqual(MAX_PREVIEW);
    expect(preview).toMatch(/^(x|\\n|\\x00|🎉)+…$/u);
  }
});
