/**
 * How a program is compiled, the same in the page (by the editor's TypeScript worker) and headless (by the compiler).
 * Below ES2017 the compiler turns async functions into generators that go through its helpers (`__awaiter`,
 * `__asyncGenerator`, `__asyncValues`), and takes those that it finds at `this`, where the guest's own are: so `await`
 * has asyncio's semantics.
 */

/** Values of the compiler's enums: it is not loaded where they are needed. */
const ES2016 = 3;
const ESNEXT_MODULES = 99;

export const compilerOptions = {
  target: ES2016,
  module: ESNEXT_MODULES,
  lib: ["es2023", "esnext.disposable"],
  strict: true,
  sourceMap: true,
};

/** What a program's text is called, in error messages and stacks. */
export const FILE_NAME = "program.ts";
