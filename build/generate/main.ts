/**
 * Writes the files that follow from the event table and from the help of warnings: `npm run generate`. `generate.test.ts` fails where one is out of
 * date.
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { eventKindsPage } from "./event-kinds-page.ts";
import { instrumentSource } from "./instrument.ts";
import { journalCodesSource } from "./journal-codes.ts";
import { recorderSource } from "./recorder.ts";
import { schemaSource } from "./schema.ts";
import { warningsPage } from "./warnings-page.ts";

/** By path from the project's root. */
const sources: Readonly<Record<string, () => string>> = {
  "src/events/instrument.ts": instrumentSource,
  "src/trace/recorder.ts": recorderSource,
  "src/guests/python/loopscope/journal_codes.py": journalCodesSource,
  "docs/event-kinds.md": eventKindsPage,
  "docs/warnings.md": warningsPage,
  "public/trace.schema.json": schemaSource,
};

const pathOf = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** Each generated file with the text that it should have. */
export async function generatedFiles(): Promise<{ file: string; path: string; text: string }[]> {
  return Promise.all(
    Object.entries(sources).map(async ([file, source]) => {
      const path = pathOf(file);
      if (file.endsWith(".py")) return { file, path, text: source() };
      const options = await resolveConfig(path);
      return { file, path, text: await format(source(), { ...options, filepath: path }) };
    }),
  );
}

export async function main(): Promise<number> {
  for (const { file, path, text } of await generatedFiles()) {
    const before = await readFile(path, "utf8").catch(() => "");
    if (before === text) continue;
    await writeFile(path, text);
    console.log(`wrote ${file}`);
  }
  return 0;
}
