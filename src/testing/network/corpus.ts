/** Scenarios of `corpus.txt` by name, and what real sockets returned. */
import corpus from "./corpus.txt?raw";
import native from "./native.json";

export const scenarios: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  corpus
    .split(/^#%% /m)
    .slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.trim().split("\n");
      return [name, lines];
    }),
);

export const nativeResults = native as Readonly<Record<string, readonly string[]>>;
