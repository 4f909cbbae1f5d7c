/** Signals by their numbers, as Linux has them, and their default actions. Called by processes and by the guests. */

const names: Readonly<Record<number, string>> = {
  ...{ 1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS" },
  ...{ 8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE" },
  ...{ 14: "SIGALRM", 15: "SIGTERM", 16: "SIGSTKFLT", 17: "SIGCHLD", 18: "SIGCONT", 19: "SIGSTOP" },
  ...{ 20: "SIGTSTP", 21: "SIGTTIN", 22: "SIGTTOU", 23: "SIGURG", 24: "SIGXCPU", 25: "SIGXFSZ" },
  ...{ 26: "SIGVTALRM", 27: "SIGPROF", 28: "SIGWINCH", 29: "SIGIO", 30: "SIGPWR", 31: "SIGSYS" },
};

export const SIGINT = 2;
export const SIGKILL = 9;
export const SIGPIPE = 13;
export const SIGTERM = 15;
export const SIGCONT = 18;
export const SIGSTOP = 19;
/** Highest number of a signal. */
export const MAX_SIGNAL = 64;

/** Return the name of a signal, such as "SIGTERM". */
export function signalName(number: number): string {
  return names[number] ?? `signal ${number}`;
}

/** Return the number of a name, with or without "SIG", or of digits; undefined for another text. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= MAX_SIGNAL ? Number(text) : undefined;
  const name = text.startsWith("SIG") ? text : `SIG${text}`;
  const found = Object.entries(names).find(([, known]) => known === name);
  return found && Number(found[0]);
}

/** What a process does with a signal that it does not handle. */
export type DefaultAction = "end" | "ignore" | "stop" | "continue";

const actions: Readonly<Record<number, DefaultAction>> = {
  ...{ 17: "ignore", 23: "ignore", 28: "ignore", 18: "continue" },
  ...{ 19: "stop", 20: "stop", 21: "stop", 22: "stop" },
};

export function defaultAction(number: number): DefaultAction {
  return actions[number] ?? "end";
}
