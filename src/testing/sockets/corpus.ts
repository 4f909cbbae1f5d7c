/** The programs with sockets of `corpus.txt`, by name, and the lines that native CPython printed (`record-native.py`). */
import corpus from "./corpus.txt?raw";
import native from "./native.json";

const [beginning = "", ...parts] = corpus.split("\n#%% ");

export const socketPrograms: Readonly<Record<string, string>> = Object.fromEntries(
  parts.map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), `${beginning}\n${part.slice(end + 1)}`];
  }),
);

/** Names of the programs in which native CPython warns of a socket or a transport that is never closed. */
export const unclosedPrograms: ReadonlySet<string> = new Set(native.unclosed);

export const nativeLines: Readonly<Record<string, readonly string[]>> = native.programs;
