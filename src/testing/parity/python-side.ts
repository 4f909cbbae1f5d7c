/**
 * The Python side of a pair: a file whose top-level functions with a docstring are its programs. The docstring is the
 * program's title. All else at the top level is what the programs share.
 */
import type { Argument } from "./with-cases.ts";
import asyncgenKit from "./asyncgen_kit.py?raw";
import callbackKit from "./callback_kit.py?raw";
import kit from "./kit.py?raw";

export interface PythonProgram {
  name: string;
  title: string;
  /** The names of the arguments of its cases. */
  parameters: string[];
  /** A plain function, which runs the loop itself. */
  isScript: boolean;
  /** Return the whole text that runs the program. */
  toText: (args: readonly Argument[], options?: TextOptions) => string;
}

export interface TextOptions {
  /** Make CPython's loop hold its open generators in the order that the runtime's loop has: see asyncgen_kit.py. */
  orderOpenGenerators?: boolean;
}

/** The kits by the names of their modules, each after those that it imports. */
const kits: Readonly<Record<string, string>> = { kit, callback_kit: callbackKit, asyncgen_kit: asyncgenKit };

const PROGRAM = /^(async )?def (\w+)\((.*)\):\n {4}"""(.+)"""\n(?: {4}.*\n|\n)*/gm;
const KIT_IMPORT = /^from \.+(\w*kit) import (?:\([^)]*\)|.*)\n/gm;

/** Return the programs of a file, in order. */
export function readPythonPrograms(file: string): PythonProgram[] {
  const shared = file.replaceAll(PROGRAM, "");
  const imported = ["kit", ...[...file.matchAll(KIT_IMPORT)].map(([, name]) => name!)];
  return [...file.matchAll(PROGRAM)].map(([text, async, name, parameters, title]) => ({
    name: name!,
    title: title!,
    parameters: parameters ? parameters.split(", ") : [],
    isScript: async === undefined,
    toText: (args, { orderOpenGenerators = false } = {}) => {
      const used = new Set(orderOpenGenerators ? [...imported, "asyncgen_kit"] : imported);
      const before = Object.entries(kits).flatMap(([kitName, kitText]) =>
        used.has(kitName) ? [kitText] : [],
      );
      // Names of functions in it begin with the program's own: "main", as the TypeScript side writes it.
      const main = text.replace(`def ${name}(`, "def main(");
      const start = async === undefined ? "run_script" : "run_program";
      const given = [
        orderOpenGenerators ? "order_open_generators(main)" : "main",
        ...args.map(toPython),
      ].join(", ");
      return `${[...before, shared, main].join("\n").replaceAll(KIT_IMPORT, "")}\n${start}(${given})\n`;
    },
  }));
}

/** Write a value as Python does. */
export function toPython(value: Argument): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? `[${value.map(toPython).join(", ")}]` : JSON.stringify(value);
}
