/** Scenarios of `corpus.txt` by name, random ones by seed, and what real sockets returned. */
import corpus from "./corpus.txt?raw";
import native from "./native.json";
import randomNative from "./random-native.json";

export const scenarios: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  corpus
    .split(/^#%% /m)
    .slice(1)
    .map((part) => {
      const [name = "", ...lines] = part.trim().split("\n");
      return [name, lines];
    }),
);

/** Results of a scenario's lines, as one line of the recordings has them. */
const resultsOf = (recorded: object): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(recorded).map(([name, results]) => [name, String(results).split(" · ")]));

export const nativeResults = resultsOf(native);
export const randomNativeResults = resultsOf(randomNative);
