/**
 * Random programs with processes: tasks that start a command each, write to it, read from it with and without a timeout, wait for it,
 * send it signals, and are cancelled. A program is data here; `write.ts` writes it in each language.
 */
import { Twister } from "../threads/twister.ts";

export type Action =
  | { do: "write"; bytes: number; drains: boolean }
  | { do: "read" | "readline" | "errors" | "wait" | "communicate"; timeout: number | null }
  | { do: "sleep"; seconds: number }
  | { do: "end" | "waitClosed" | "terminate" | "kill" | "usr1" | "status" };

export interface Child {
  starts: number;
  command: readonly string[];
  hasInput: boolean;
  errors: "PIPE" | "STDOUT" | "DEVNULL";
  /** Limit of the streams, in bytes. */
  limit: number;
  actions: Action[];
}

export interface ProcessProgram {
  children: Child[];
  /** Tasks that are cancelled, each some seconds after the one before. */
  cancels: { after: number; child: number }[];
}

const TIMES = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 1];
const SIZES = [1, 10, 1000, 5000, 70_000, 200_000];
// No shell: Python starts a thread for what a shell may start, which rounds the times of the loop's timers.
const COMMANDS: readonly (readonly string[])[] = [
  ["cat"],
  ["sleep", "0.5"],
  ["sleep", "0.1"],
  ["seq", "30000"],
  ["seq", "3"],
  ["head", "-n", "2"],
  ["tr", "a-z", "A-Z"],
  ["grep", "x"],
  ["wc"],
  ["tee"],
  ["cat", "nowhere"],
  ["nope"],
  ["true"],
  ["false"],
];

/** Return the program of a seed. */
export function generate(seed: number): ProcessProgram {
  const random = new Twister(seed);
  const oneOf = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
  const many = <T>(least: number, most: number, make: () => T): T[] =>
    Array.from({ length: least + random.below(most - least + 1) }, make);
  const timeout = () => (random.below(4) === 0 ? null : oneOf(TIMES));
  const action = (hasInput: boolean): Action => {
    const input = ["write", "write", "write", "end", "waitClosed"] as const;
    const others = [
      "read",
      "readline",
      "readline",
      "errors",
      "wait",
      "communicate",
      "sleep",
      "sleep",
    ] as const;
    const signals = ["terminate", "kill", "usr1", "status"] as const;
    const kind = oneOf([...(hasInput ? input : []), ...others, ...signals]);
    if (kind === "write") return { do: kind, bytes: oneOf(SIZES), drains: random.below(3) > 0 };
    if (kind === "sleep") return { do: kind, seconds: oneOf(TIMES) };
    if (["end", "waitClosed", ...signals].includes(kind))
      return { do: kind as "end" | "waitClosed" | (typeof signals)[number] };
    return { do: kind as "read" | "readline" | "errors" | "wait" | "communicate", timeout: timeout() };
  };
  const children = many(1, 3, () => {
    const hasInput = random.below(3) > 0;
    return {
      starts: oneOf(TIMES),
      command: oneOf(COMMANDS),
      hasInput,
      errors: oneOf(["PIPE", "PIPE", "STDOUT", "DEVNULL"] as const),
      limit: oneOf([100, 2 ** 16, 2 ** 16]),
      actions: many(1, 8, () => action(hasInput)),
    };
  });
  const cancels = many(0, 2, () => ({ after: oneOf(TIMES), child: random.below(children.length) }));
  return { children, cancels };
}
