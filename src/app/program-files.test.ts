import { describe, expect, test } from "vitest";
import { MAX_FILES, MAX_FILES_BYTES, MAX_LINKED_BYTES } from "../share/files.ts";
import { addAll, bytesText, linkText, withFile } from "./program-files.ts";

const a = { name: "a.txt", text: "a" };
const b = { name: "b.txt", text: "b" };

test("a file takes the place of its former name, or of one of the same name", () => {
  expect(withFile([a, b], { name: "c.txt", text: "c" }, "a.txt")).toEqual([{ name: "c.txt", text: "c" }, b]);
  expect(withFile([a, b], { name: "a.txt", text: "2" })).toEqual([{ name: "a.txt", text: "2" }, b]);
  expect(withFile([a], b)).toEqual([a, b]);
});

describe("files that are added", () => {
  test("are texts, or bytes that are none", async () => {
    const added = await addAll(
      [new File(["x"], "x.txt"), new File([Uint8Array.of(255)], "y.bin"), new File(["new"], "a.txt")],
      [a],
    );
    expect(added).toEqual({
      files: [
        { name: "a.txt", text: "new" },
        { name: "x.txt", text: "x" },
        { name: "y.bin", base64: "_w" },
      ],
      text: "x.txt, y.bin, a.txt are now files of this program.",
    });
  });

  test.each([
    ["program.py", new File([""], "program.py"), /^program.py is the program itself/],
    [
      "too large a file",
      new File([new Uint8Array(MAX_FILES_BYTES)], "big"),
      /^The program’s files would have 1\.0 MB/,
    ],
    [
      "a folder",
      Object.assign(new File([""], "folder"), { arrayBuffer: () => Promise.reject(new Error("gone")) }),
      /^folder cannot be read/,
    ],
  ])("%s is refused in a sentence, and those before it are there", async (_, file, sentence) => {
    expect(await addAll([file], [a])).toEqual({
      files: null,
      text: expect.stringMatching(sentence) as string,
    });
    const added = await addAll([new File(["b"], "b.txt"), file], [a]);
    expect(added.files).toEqual([a, b]);
    expect(added.text).toMatch(/^b\.txt is now a file of this program\. \S/);
  });

  test("are not more than a program may have", async () => {
    const given = Array.from({ length: MAX_FILES }, (_, at) => ({ name: `${at}`, text: "" }));
    expect((await addAll([new File(["b"], "b.txt")], given)).text).toBe("A program has at most 100 files.");
    expect((await addAll([new File(["b"], "7")], given)).files?.[7]).toEqual({ name: "7", text: "b" });
  });
});

test("sizes and links are said in words", () => {
  expect([0, 1, 999, 1000, 1234, 12_345, 2_500_000].map(bytesText)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1.0 kB",
    "1.2 kB",
    "12.3 kB",
    "2.5 MB",
  ]);
  const program = { language: "python", source: "", seed: 1 } as const;
  expect(linkText({ ...program, files: [a] })).toMatch(/^The program’s link has \d+ characters\.$/);
  const large = { name: "large.txt", text: "x".repeat(MAX_LINKED_BYTES + 1) };
  expect(linkText({ ...program, files: [large, a] })).toContain("leaves out large.txt");
});
