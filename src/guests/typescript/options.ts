/**
 * How a program is compiled and checked, the same in the page (by the editor's TypeScript worker) and headless (by the
 * compiler). Below ES2017 the compiler turns async functions into generators that go through its helpers (`__awaiter`,
 * `__asyncGenerator`, `__asyncValues`), and the guest has helpers of its own: so `await` has asyncio's semantics.
 */

/** Values of the compiler's enums: it is not loaded where they are needed. */
const ES2016 = 3;
const ES2022 = 9;
const ESNEXT_MODULES = 99;
const BUNDLER_RESOLUTION = 100;
const FORCE_MODULES = 3;

const common = {
  module: ESNEXT_MODULES,
  // So that a program may await at its top without an import.
  moduleDetection: FORCE_MODULES,
  useDefineForClassFields: true,
};

export const compilerOptions = { ...common, target: ES2016, sourceMap: true };

/** How types are checked: as a module of today's language, with asyncio and without a browser. */
export const checkOptions = {
  ...common,
  target: ES2022,
  moduleResolution: BUNDLER_RESOLUTION,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

/** What a program's text is called, in error messages and stacks. */
export const FILE_NAME = "program.ts";
