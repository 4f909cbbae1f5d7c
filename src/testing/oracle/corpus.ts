/**
 * Python programs that run on CPython's own scheduler and on the guest's loop: the parts of the files in the folder
 * `programs`, each begun by a line `# ---- <name>`. A program prints its steps and their times; no expected result is
 * written down. The Python sides of the parity programs are compared in the same way, in `parity.ts`.
 */
const files = import.meta.glob<string>("./programs/*.py", { query: "?raw", import: "default", eager: true });

/** A name and a text each. */
export const corpus: (readonly [name: string, program: string])[] = Object.values(files)
  .flatMap((text) => text.split(/^# ---- /m).slice(1))
  .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)] as const);
