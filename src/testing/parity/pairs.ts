/**
 * Parity programs: the same program in Python and in TypeScript. A subject is a pair of files, `sync/semaphores.py` and
 * `sync/semaphores.ts`, whose programs have the same names, in snake case and in camel case. A pair that lacks a
 * program on one side is an error that names it.
 */
import { readPythonPrograms, toPython, type PythonProgram, type TextOptions } from "./python-side.ts";
import type { Argument, ProgramFunction } from "./with-cases.ts";

/** One program with the arguments of one case. */
export interface ParityProgram {
  title: string;
  /** Whether it runs loops itself, outside of any task. */
  isScript: boolean;
  args: readonly Argument[];
  /** Return the text of the Python side. */
  python: (options?: TextOptions) => string;
  typescript: ProgramFunction;
}

type Module = Readonly<Record<string, ProgramFunction>>;
const modules = import.meta.glob<Module>("./*/*.ts");
const texts = import.meta.glob<string>("./*/*.py", { query: "?raw", import: "default" });

/** The paths of all pairs without their extensions: "sync/semaphores". */
export const subjects: string[] = Object.keys(modules).map((path) => path.slice(2, -".ts".length));

/** Return the programs of a subject. */
export async function readPair(subject: string): Promise<ParityProgram[]> {
  const [module, text] = [modules[`./${subject}.ts`], texts[`./${pythonPath(subject)}.py`]];
  if (!module || !text)
    throw new Error(`${subject}: the ${module ? "Python" : "TypeScript"} file is missing`);
  return pairPrograms(subject, await text(), await module());
}

/** The paths of Python files that belong to no subject. */
export function unpairedTexts(): string[] {
  const expected = new Set(subjects.map((subject) => `./${pythonPath(subject)}.py`));
  return Object.keys(texts).filter((path) => !expected.has(path));
}

/** Pair the programs of two files by name. */
export function pairPrograms(subject: string, python: string, typescript: Module): ParityProgram[] {
  const programs = readPythonPrograms(python);
  const names = programs.map(({ name }) => camelCase(name));
  const lacking = names.filter((name) => !(name in typescript)).map((name) => `${name} in TypeScript`);
  const extra = Object.keys(typescript).filter((name) => !names.includes(name));
  lacking.push(...extra.map((name) => `${name} in Python`));
  if (lacking.length > 0) throw new Error(`${subject} lacks ${lacking.join(", ")}`);
  return programs.flatMap((program) => casesOf(program, typescript[camelCase(program.name)]!));
}

function casesOf(program: PythonProgram, typescript: ProgramFunction): ParityProgram[] {
  const { title, parameters, isScript } = program;
  return (typescript.cases ?? [[]]).map((args) => ({
    title: [title, ...args.map((value, i) => `${parameters[i]} = ${toPython(value)}`)].join(" "),
    isScript,
    args,
    python: (options) => program.toText(args, options),
    typescript,
  }));
}

const pythonPath = (subject: string): string => subject.replaceAll("-", "_");

const camelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
