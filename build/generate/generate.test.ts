/** Generated files are as the event table says. `npm run generate` writes them. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generatedFiles } from "./main.ts";

test("every generated file is up to date", async () => {
  for (const { file, path, text } of await generatedFiles())
    expect(await readFile(path, "utf8"), `${file}: run npm run generate`).toBe(text);
});
