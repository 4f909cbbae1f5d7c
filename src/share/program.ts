// Program: the content of a link and the input of a run. The same program has the same trace on every machine.
// Made by the editor, the examples and decoded links; run by a guest.

import { changedOptions, isNetworkOptions, type NetworkOptions, networkText } from "./network.ts";
import { type Fault, faultsText, isFaults } from "./faults.ts";
import { filesText, isProgramFiles, type ProgramFile } from "./files.ts";
import { isPackageLock, type LockedPackage, lockText } from "./packages.ts";
import { isVisits, type Visit, visitsText } from "./visits.ts";
import { isSignals, type PlannedSignal, signalsText } from "./signals.ts";

/** Language that has a guest. */
export type Language = "python" | "typescript";

/** Conditions of a run: what a program meets from outside. They belong to the program, and links carry them. */
export interface Conditions {
  /** Determines the random numbers; a whole number from 0 to `MAX_SEED`. */
  readonly seed: number;
  /** Signals that a person sends to the program, in the order of their times; none if absent. */
  readonly signals?: readonly PlannedSignal[];
  /** Network options that differ from the defaults. */
  readonly network?: NetworkOptions;
  /** Visits of its servers; if absent, a program that only serves is visited, and if empty, it is not. */
  readonly visits?: readonly Visit[];
  /** Faults of hosts that a person plans, in the order of the list; none if absent. */
  readonly faults?: readonly Fault[];
  /** The packages that it runs with, in the order in which they were found; none if absent. */
  readonly packages?: readonly LockedPackage[];
  /** Files in its working directory, in the order in which a person added them; none if absent. */
  readonly files?: readonly ProgramFile[];
}

/** Program as a person wrote it. `title` does not affect the run. */
export interface Program extends Conditions {
  readonly language: Language;
  readonly source: string;
  readonly title?: string;
}

/** The names of the languages for people. */
export const languageNames: Readonly<Record<Language, string>> = {
  python: "Python",
  typescript: "TypeScript",
};

/**
 * Guest that runs a program. Those for TypeScript without a network, without TLS and without processes are smaller, and enough
 * for most; each has what those before it have.
 */
export type GuestKind = Language | "typescriptNetwork" | "typescriptTls" | "typescriptProcesses";

/** Names of asyncio, and parts of them, that a program with a network contains, or one that Ctrl-C may end. */
const NETWORK_NAMES =
  /Connection|Server|Datagram|StreamReader|StreamWriter|Transport|addrinfo|[Ss]ocket|[Pp]ipe|[Ss]ignal|runForever/;

/** Names of asyncio, and parts of them, that a program with TLS contains. */
const TLS_NAMES = /ssl|SSL|Tls/;

/** Names of asyncio, and parts of them, that a program with processes contains. */
const PROCESS_NAMES = /[Ss]ubprocess/;

/** Return the guest that a program needs. */
export function guestFor({
  language,
  source,
  signals = [],
  visits = [],
  faults = [],
}: Omit<Program, "seed">): GuestKind {
  if (language === "python") return "python";
  const isPlain = signals.length + visits.length + faults.length === 0;
  if (PROCESS_NAMES.test(source)) return "typescriptProcesses";
  if (isPlain && !NETWORK_NAMES.test(source)) return "typescript";
  return TLS_NAMES.test(source) ? "typescriptTls" : "typescriptNetwork";
}

export function languageOf(kind: GuestKind): Language {
  return kind === "python" ? "python" : "typescript";
}

/** TypeScript program after `guests/typescript/compile.ts`. */
export interface CompiledProgram {
  /** Body of a function, or of a generator function if `isAsync`. */
  readonly body: string;
  /** True if the program awaits outside of its functions. */
  readonly isAsync: boolean;
}

/** A program in the form that a guest runs: Python's source text, or compiled TypeScript. */
export type Runnable = string | CompiledProgram;

export const DEFAULT_SEED = 1;
export const MAX_SEED = 2 ** 32 - 1;

/** Largest source, in bytes of UTF-8. */
export const MAX_SOURCE_BYTES = 256 * 1024;

/** Longest title, in UTF-16 units. */
export const MAX_TITLE_LENGTH = 200;

/** True if `value` names a language. */
export function isLanguage(value: unknown): value is Language {
  return value === "python" || value === "typescript";
}

/** True if `value` is a seed: a whole number of 32 bits. */
export function isSeed(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_SEED;
}

/** True if `value` has the shape of a program; `isTooLarge` checks the size. */
export function isProgram(value: unknown): value is Program {
  if (typeof value !== "object" || value === null) return false;
  const { language, source, seed, title, signals, network, visits, faults, packages, files } =
    value as Partial<Record<keyof Program, unknown>>;
  return (
    isLanguage(language) &&
    typeof source === "string" &&
    isSeed(seed) &&
    (title === undefined || typeof title === "string") &&
    (signals === undefined || isSignals(signals)) &&
    (network === undefined || isNetworkOptions(network)) &&
    (visits === undefined || isVisits(visits)) &&
    (faults === undefined || isFaults(faults)) &&
    (packages === undefined || isPackageLock(packages)) &&
    (files === undefined || isProgramFiles(files))
  );
}

/** True if two programs have the same run. */
export function hasSameRun(a: Program, b: Program): boolean {
  return a.source === b.source && a.language === b.language && hasSameConditions(a, b);
}

/** True if equal programs have the same run under both conditions. */
export function hasSameConditions(a: Conditions, b: Conditions): boolean {
  return (
    a.seed === b.seed &&
    signalsText(a.signals ?? []) === signalsText(b.signals ?? []) &&
    networkText(a.network ?? {}) === networkText(b.network ?? {}) &&
    visitsText(a.visits) === visitsText(b.visits) &&
    faultsText(a.faults ?? []) === faultsText(b.faults ?? []) &&
    lockText(a.packages ?? []) === lockText(b.packages ?? []) &&
    (a.files === b.files || filesText(a.files ?? []) === filesText(b.files ?? []))
  );
}

/** Conditions with parts that may be absent in either way. */
type Given = Conditions | (Omit<Conditions, "visits"> & { readonly visits: undefined });

/** Return the conditions of a program, or conditions by which others are replaced, in their one form: without empty parts. */
export function conditionsOf(given: Given): Conditions {
  const { seed, signals = [], network = {}, visits, faults = [], packages = [], files = [] } = given;
  const changed = changedOptions(network);
  return {
    seed,
    ...(signals.length > 0 && { signals }),
    ...(Object.keys(changed).length > 0 && { network: changed }),
    ...(visits && { visits }),
    ...(faults.length > 0 && { faults }),
    ...(packages.length > 0 && { packages }),
    ...(files.length > 0 && { files }),
  };
}

/** True if a program's source or title is larger than a link may carry. */
export function isTooLarge({ source, title = "" }: Program): boolean {
  if (title.length > MAX_TITLE_LENGTH) return true;
  // Every UTF-16 unit takes at least one byte, so a much too large source is rejected before it is encoded.
  return source.length > MAX_SOURCE_BYTES || new TextEncoder().encode(source).length > MAX_SOURCE_BYTES;
}
