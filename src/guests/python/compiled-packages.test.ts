/**
 * Compiled modules: a wheel's extension module in WebAssembly is loaded as CPython loads any, one for another machine is left
 * out, and no other program runs in an interpreter that has loaded one.
 */
import { expect, test } from "vitest";
import { tinyc } from "../../testing/packages/compiled-module.ts";
import { makeWheel } from "../../testing/packages/make-wheel.ts";
import { bootPython, runPython } from "../../testing/run-python.ts";

const compiled = await makeWheel({
  "tinyc.cpython-314-wasm32-emscripten.so": tinyc,
  "tinyc-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tinyc\nVersion: 1.0\n",
});
const elsewhere = await makeWheel({
  "fast/__init__.py": "try:\n    from fast import _speedups\nexcept ImportError:\n    _speedups = None\n",
  "fast/_speedups.abi3.so": "\x7fELF",
  "fast-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: fast\nVersion: 1.0\n",
});

test("a module in WebAssembly is loaded, by the program or before it", async () => {
  for (const program of [
    "import tinyc\nprint(tinyc.add(20, 22))",
    "x = len('a')\nimport tinyc\nprint(tinyc.add(41, x))",
  ]) {
    const { stdout, outcome } = await runPython(program, { wheels: [compiled] });
    expect([stdout, outcome]).toEqual(["42\n", "ok"]);
  }
});

test("no other program runs in an interpreter that has loaded one", async () => {
  const guest = await bootPython();
  await runPython("print('as ever')");
  expect(await bootPython()).toBe(guest);
  await runPython("import tinyc", { wheels: [compiled] });
  expect(await bootPython()).not.toBe(guest);
});

test("a module for another machine is left out", async () => {
  const { stdout } = await runPython("import fast\nprint(fast._speedups)", { wheels: [elsewhere] });
  expect(stdout).toBe("None\n");
});
