/**
 * Compiler options of programs, the same in the page's TypeScript worker and in Node. For targets below ES2017 the
 * compiler turns async functions into generators that call its helpers (`__awaiter`, `__asyncGenerator`,
 * `__asyncValues`). The guest replaces these helpers, so `await` has asyncio's semantics.
 */

/** Values of the compiler's enums, written out because the compiler is not loaded where they are used. */
const ES2016 = 3;
const ES2022 = 9;
const ESNEXT_MODULES = 99;
const BUNDLER_RESOLUTION = 100;
const FORCE_MODULES = 3;

const common = {
  module: ESNEXT_MODULES,
  // A program may await at its top level without an import.
  moduleDetection: FORCE_MODULES,
  useDefineForClassFields: true,
};

export const compilerOptions = { ...common, target: ES2016, sourceMap: true };

/** Options of the type check: a module of the current language, with asyncio and without a browser. */
export const checkOptions = {
  ...common,
  target: ES2022,
  moduleResolution: BUNDLER_RESOLUTION,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

/** File name of a program in error messages and stacks. */
export const FILE_NAME = "program.ts";
