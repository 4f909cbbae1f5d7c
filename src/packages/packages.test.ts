/** Wheels are read, and what a program needs is resolved, without an index. */
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type KnownWheel, knownWheels } from "./known-wheels.ts";
import { parseRequirement } from "./requirement.ts";
import { resolve } from "./resolve.ts";
import { distribution } from "./pyodide-lock.ts";
import { openWheel } from "./wheel.ts";

const encode = (text: string) => new TextEncoder().encode(text);

async function wheel(name: string, version: string, requires: string[] = [], more = ""): Promise<KnownWheel> {
  const fields = requires.map((text) => `Requires-Dist: ${text}\n`).join("");
  const bytes = zipSync({
    [`${name}/__init__.py`]: encode(""),
    [`${name}-${version}.dist-info/METADATA`]: encode(
      `Name: ${name}\nVersion: ${version}\n${fields}${more}\n\nText`,
    ),
  });
  return { ...(await openWheel(`${name}-${version}-py3-none-any.whl`, bytes)), bytes: async () => bytes };
}

const needs = (...required: string[]) => ({ required, optional: [], dependencies: null });

async function names(wheels: KnownWheel[], wanted: Parameters<typeof resolve>[0]) {
  const found = await resolve(wanted, [knownWheels("a folder", wheels)]);
  return [
    found.wheels.map(({ name, version }) => `${name} ${version}`),
    found.missing.map(({ name }) => name),
  ];
}

describe("resolving", () => {
  test("takes the newest that fits, and what it requires", async () => {
    const wheels = [
      await wheel("web", "2.0", [
        "Parser (>=1.0)",
        'fast; extra == "speedups"',
        'old; python_version < "3.13"',
      ]),
      await wheel("web", "3.0", [], "Requires-Python: >=3.15\n"),
      await wheel("parser", "1.0"),
      await wheel("parser", "1.5", ["web"]),
      await wheel("fast", "1.0"),
      await wheel("old", "1.0"),
    ];
    expect(await names(wheels, needs("web"))).toEqual([["web 2.0", "parser 1.5"], []]);
    const declared = { ...needs("web"), dependencies: ["web[speedups]<3", "old"] };
    expect(await names(wheels, declared)).toEqual([["web 2.0", "old 1.0", "parser 1.5", "fast 1.0"], []]);
  });

  test("begins anew when a range excludes what was chosen", async () => {
    const wheels = [await wheel("a", "1", ["b<2"]), await wheel("b", "2"), await wheel("b", "1")];
    expect(await names(wheels, needs("b", "a"))).toEqual([["b 1", "a 1"], []]);
    const torn = [await wheel("a", "1", ["b==3"]), await wheel("c", "1", ["b==4"]), await wheel("b", "3")];
    expect(await names(torn, needs("a", "c"))).toEqual([["a 1", "c 1"], ["b"]]);
  });

  test("names what is missing", async () => {
    const { missing } = await resolve({ ...needs("web", "gone"), optional: ["fast"] }, [
      knownWheels("a folder", [await wheel("web", "1", ["parser"])]),
    ]);
    expect(missing).toEqual([
      { name: "gone", by: null, optional: false },
      { name: "fast", by: null, optional: true },
      { name: "parser", by: "web", optional: false },
    ]);
  });
});

test.each([
  ['a; sys_platform == "win32"', null],
  ['a; platform_python_implementation != "PyPy" and (python_version >= "3.9" or os_name == "nt")', "a"],
  ['a; "linux" in sys_platform', "a"],
  ["a @ https://somewhere/a.whl", SyntaxError],
])("the requirement %s", (text, expected) => {
  if (expected === SyntaxError) expect(() => parseRequirement(text)).toThrow(SyntaxError);
  else expect(parseRequirement(text)?.name ?? null).toBe(expected);
});

test.each([
  ["web.zip", /not named as a wheel is/],
  ["web-1.0-cp314-cp314-win_amd64.whl", /another machine/],
  ["web-1.0-py3-none-any.whl", /damaged/],
])("a file that is no wheel: %s", async (file, sentence) => {
  await expect(openWheel(file, encode("nothing"))).rejects.toThrow(sentence);
});

describe("the distribution of Pyodide", () => {
  test("has WebAssembly wheels of its own lock file", async () => {
    const { wheelOf, versionBeside } = await distribution();
    const none = async () => [];
    expect(wheelOf("asyncpg", none)?.file).toMatch(/^asyncpg-.*_wasm32\.whl$/);
    expect(wheelOf("asyncpg", none)).toMatchObject({ from: "cdn.jsdelivr.net", size: null, isRemote: true });
    // Runs without its C; is Python alone; is a library; has other sockets; is not there.
    for (const name of ["aiohttp", "idna", "libopenblas", "psycopg-binary", "gone"])
      expect(wheelOf(name, none)).toBeNull();
    // The version of pydantic must be the one that its compiled core is for.
    expect(versionBeside("pydantic")).toMatch(/^\d/);
    expect(versionBeside("idna")).toBeNull();
  });

  test("refuses any other WebAssembly wheel", async () => {
    const file = "asyncpg-0.31.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl";
    await expect(openWheel(file, encode("another"))).rejects.toThrow(/not a file of Pyodide 314.*not used/);
  });
});
