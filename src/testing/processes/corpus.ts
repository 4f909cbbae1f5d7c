/** The programs with processes of `corpus.txt`, by name, and the lines that native CPython printed (`record-native.py`). */
import corpus from "./corpus.txt?raw";
import native from "./native.json";

const [beginning = "", ...parts] = corpus.split("\n#%% ");

export const processPrograms: Readonly<Record<string, string>> = Object.fromEntries(
  parts.map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), `${beginning}\n${part.slice(end + 1)}`];
  }),
);

export const nativeLines: Readonly<Record<string, readonly string[]>> = native.programs;
