/** The programs with files of `corpus.txt`, by name, the files that each has, and what native CPython printed. */
import type { ProgramFile } from "../../share/files.ts";
import corpus from "./corpus.txt?raw";
import native from "./native.json";

const [beginning = "", ...parts] = corpus.split("\n#%% ");

export const filePrograms: Readonly<Record<string, string>> = Object.fromEntries(
  parts.map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), `${beginning}\n${part.slice(end + 1)}`];
  }),
);

export const nativeOutput: Readonly<Record<string, string>> = native.programs;

const texts = import.meta.glob<string>("./given/**", { query: "?raw", import: "default", eager: true });

export const givenFiles: readonly ProgramFile[] = Object.entries(texts).map(([path, text]) => ({
  name: path.slice("./given/".length),
  text,
}));
