/**
 * Texts of the examples: one download for each language, when it is first needed. Whatever opens a program loads the texts of its
 * language first; from then on they are there at once. Called by `main.ts`, so that they load beside the page's script.
 */
import type { ProgramFile } from "../share/files.ts";
import type { Language } from "../share/program.ts";

type Texts = Readonly<Record<string, string>>;

const loaders: Readonly<Record<Language, () => Promise<Texts>>> = {
  python: () => import("./python-texts.ts").then(({ pythonTexts }) => pythonTexts),
  typescript: () => import("./typescript-texts.ts").then(({ typescriptTexts }) => typescriptTexts),
};

const loaded: Partial<Record<Language, Texts>> = {};

/** Load the texts in a language. Rejects if they cannot be downloaded; the next call tries again. */
export async function loadTexts(language: Language): Promise<void> {
  loaded[language] ??= await loaders[language]();
}

/** Return the files of a Python example: texts in a folder of its name. None while the texts are not loaded. */
export function loadedFiles(id: string): readonly ProgramFile[] {
  const folder = `./files/${id}/`;
  return Object.entries(loaded.python ?? {})
    .filter(([path]) => path.startsWith(folder))
    .map(([path, text]) => ({ name: path.slice(folder.length), text }));
}

/** Return the text at a path; undefined as long as the texts in its language are not loaded. */
export function loadedText(language: Language, path: string): string | undefined {
  return loaded[language]?.[path];
}
