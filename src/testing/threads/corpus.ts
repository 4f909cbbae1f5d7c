/** The programs with threads of `corpus.txt`, by name, and what native CPython printed (`record-native.py`). */
import corpus from "./corpus.txt?raw";
import native from "./native.json";

const [beginning = "", ...parts] = corpus.split("\n#%% ");

export const threadPrograms: Readonly<Record<string, string>> = Object.fromEntries(
  parts.map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), `${beginning}\n${part.slice(end + 1)}`];
  }),
);

/** Time in seconds and text of each line. */
export type NativeLines = readonly (readonly [seconds: number, text: string])[];

export const nativeLines = native.programs as unknown as Readonly<Record<string, NativeLines>>;
