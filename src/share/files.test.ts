import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, programFile } from "./file-bytes.ts";
import { faultOfName } from "./file-names.ts";
import { isProgramFiles, MAX_FILES, MAX_FILES_BYTES, sizeOf } from "./files.ts";

describe("a name", () => {
  test.each(["a.txt", "data/a.csv", "Ä ö.txt", ".env", "..a", "a..b", "program.py.txt", "x/program.py"])(
    "%s is fit",
    (name) => expect(faultOfName(name)).toBeNull(),
  );

  test.each(["", "/etc/passwd", "..", "../a", "a/../b", "a/./b", "a//b", "a/", ".", "a\\b", "a\0b", "a\nb"])(
    "%j is not",
    (name) => expect(faultOfName(name)).toMatch(/^[A-Z].*\.$/),
  );

  test("is not the program's, not longer than the limit, and well-formed", () => {
    expect(faultOfName("program.py")).toContain("Choose another name");
    expect(faultOfName("program.py/x")).toContain("Choose another name");
    expect(faultOfName("x".repeat(121))).toContain("120");
    expect(faultOfName("a\ud800b")).not.toBeNull();
  });

  test("never leads out of the folder", () => {
    const part = fc.constantFrom("..", ".", "a", "", "/", "\\", "\0", "b.txt", "a..");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom("/", ""), (parts, between) => {
        const name = parts.join(between);
        if (faultOfName(name) !== null) return;
        const { pathname } = new URL(name.split("/").map(encodeURIComponent).join("/"), "file:///home/x/");
        expect(decodeURIComponent(pathname)).toBe(`/home/x/${name}`);
      }),
    );
  });

  test("is no other file's, nor a folder of it", () => {
    expect(faultOfName("a", [{ name: "b" }])).toBeNull();
    expect(faultOfName("a", [{ name: "a" }])).toBe("There is a file a already.");
    expect(faultOfName("a", [{ name: "a/b" }])).toContain("cannot be a folder");
    expect(faultOfName("a/b", [{ name: "a" }])).toContain("cannot be a folder");
    expect(faultOfName("ab", [{ name: "a/b" }])).toBeNull();
  });
});

test("any bytes come back as they were, and their number is known", () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text)),
    fc.constant(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)),
  );
  fc.assert(
    fc.property(bytes, (bytes) => {
      const file = programFile("a", bytes);
      expect(bytesOf(file)).toEqual(Uint8Array.from(bytes));
      expect(sizeOf(file)).toBe(bytes.length);
      expect(isProgramFiles([file])).toBe(true);
    }),
  );
});

test.each([
  null,
  [{ name: "a" }],
  [{ name: "a", text: 1 }],
  [{ name: "a", text: "", base64: "" }],
  [{ name: "a", base64: "=" }],
  [{ name: "a", text: "\ud800" }],
  [{ name: "../a", text: "" }],
  [
    { name: "a", text: "" },
    { name: "a", text: "" },
  ],
  Array.from({ length: MAX_FILES + 1 }, (_, at) => ({ name: `${at}`, text: "" })),
  [{ name: "a", text: "x".repeat(MAX_FILES_BYTES + 1) }],
])("files that no program has: %#", (files) => expect(isProgramFiles(files)).toBe(false));
