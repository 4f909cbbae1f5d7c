// Packages of Python on the page: the folder beside it, wheels that are dropped, the lock in the link, and PyPI with consent.
// No request leaves the machine: pypi.org is played by `servePypi`.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { BrowserContext, Page } from "@playwright/test";
import { strToU8, zipSync } from "fflate";
import { expectNoViolations } from "./find-violations.ts";
import { expect, type LoopscopePage, test } from "./loopscope-page.ts";
import type { LockedPackage } from "../src/share/packages.ts";
import { decodeProgram, encodeProgram } from "../src/share/permalink.ts";

interface Wheel {
  file: string;
  name: string;
  version: string;
  modules: string[];
  requires: string[];
  bytes: Buffer;
}

function makeWheel(name: string, version: string, source: string, requires: string[] = []): Wheel {
  const head = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const metadata = head + requires.map((text) => `Requires-Dist: ${text}\n`).join("");
  const bytes = zipSync({
    [`${name}.py`]: strToU8(source),
    [`${name}-${version}.dist-info/METADATA`]: strToU8(metadata),
  });
  const file = `${name}-${version}-py3-none-any.whl`;
  return { file, name, version, modules: [name], requires, bytes: Buffer.from(bytes) };
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const base = makeWheel("tinybase", "1.0", "def text(): return 'from a wheel'\n");
// They require each other.
const tiny = makeWheel("tiny", "2.1", "import tinybase\ndef hello(): return f'hello {tinybase.text()}'\n", [
  "tinybase>=1",
]);
const circular = makeWheel("tinybase", "1.0", "def text(): return 'from PyPI'\n", ["tiny"]);

const program = `import asyncio
import tiny


async def main():
    await asyncio.sleep(1)
    print(tiny.hello())


asyncio.run(main())
`;

/** Serve the folder `wheels` beside the page; `served` are other bytes than the list names. */
async function serveFolder(page: Page, wheels: readonly Wheel[], served?: Buffer): Promise<void> {
  const list = wheels.map(({ bytes, ...wheel }) => ({
    ...wheel,
    sha256: hashOf(bytes),
    size: bytes.length,
    requiresPython: "",
  }));
  await page.route("**/wheels/lock.json", (route) => route.fulfill({ json: { wheels: list } }));
  for (const { file, bytes } of wheels)
    await page.route(`**/wheels/${file}`, (route) => route.fulfill({ body: served ?? bytes }));
}

/** Play pypi.org and the host of its files; return the paths that were asked for. */
async function servePypi(context: BrowserContext, wheels: readonly Wheel[]): Promise<string[]> {
  const asked: string[] = [];
  const headers = { "access-control-allow-origin": "*" };
  await context.route("https://pypi.org/**", (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    const [, , name, version] = pathname.split("/");
    const wheel = wheels.find((one) => one.name === name);
    if (!wheel) return route.fulfill({ status: 404, headers, json: {} });
    const file = {
      filename: wheel.file,
      url: `https://files.pythonhosted.org/packages/${wheel.file}`,
      size: wheel.bytes.length,
      digests: { sha256: hashOf(wheel.bytes) },
      requires_python: ">=3.9",
      yanked: false,
    };
    const info = { requires_dist: wheel.requires };
    return route.fulfill({
      headers,
      json: version === "json" ? { info, releases: { [wheel.version]: [file] } } : { info },
    });
  });
  await context.route("https://files.pythonhosted.org/**", (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    const wheel = wheels.find(({ file }) => pathname.endsWith(file));
    return wheel ? route.fulfill({ headers, body: wheel.bytes }) : route.abort();
  });
  return asked;
}

/** Drop files on the page. */
async function drop(page: Page, files: readonly { file: string; bytes: Buffer }[]): Promise<void> {
  const texts = files.map(({ file, bytes }) => [file, bytes.toString("base64")] as const);
  await page.evaluate((texts) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of texts) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    window.dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
  }, texts);
}

/** The lock in the link that the page offers. */
async function lockOf(loopscope: LoopscopePage): Promise<readonly LockedPackage[]> {
  const { page } = loopscope;
  await loopscope.button("Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.keyboard.press("Escape");
  return decodeProgram(new URL(link).hash).packages ?? [];
}

test("the folder beside the page has the packages; their lock goes with the link, and the link fetches nothing", async ({
  loopscope,
  page,
}) => {
  await serveFolder(page, [tiny, base]);
  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("hello from a wheel");
  expect(await lockOf(loopscope)).toMatchObject([
    { name: "tiny", version: "2.1", sha256: hashOf(tiny.bytes) },
    { name: "tinybase", version: "1.0", sha256: hashOf(base.bytes) },
  ]);

  let requests = 0;
  await page.route("**/wheels/**", (route) => {
    requests++;
    return route.fallback();
  });
  // A link of someone else.
  const packages = await lockOf(loopscope);
  const hash = encodeProgram({ language: "python", source: program, seed: 1, title: "Theirs", packages });
  await loopscope.open(hash);
  expect(requests).toBe(0);
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("hello from a wheel");
  expect(requests).toBe(3);

  // Another machine's folder has another file of this version.
  await serveFolder(page, [tiny, makeWheel("tinybase", "1.0", "def text(): return 'changed'\n")]);
  await loopscope.open(hash);
  await loopscope.run();
  await expect(page.getByText("its hash differs").first()).toBeVisible();
  await page.getByRole("button", { name: "Packages …" }).click();
  const dialog = page.getByRole("dialog", { name: "Packages" });
  await expect(dialog).toContainText("The versions and hashes of 2 packages are part");
  await dialog.getByRole("button", { name: "Allow other versions" }).click();
  await loopscope.idle();
  expect(await loopscope.readConsole()).toContain("hello changed");
});

test("a file of the folder that is not the one of its list is refused", async ({ loopscope, page }) => {
  await serveFolder(page, [tiny, base], Buffer.from("something else"));
  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  await expect(page.getByText("its hash differs").first()).toBeVisible();
});

test("wheels that are dropped are kept until they are removed, and a damaged one is refused", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  await expect(page.getByText("tiny is not here.")).toBeVisible();
  expect(await loopscope.readConsole()).toContain("tiny is not in Python's standard library");
  // A run without tasks and timers keeps its caption at the foot of the stage.
  expect((await page.locator(".caption").boundingBox())!.height).toBeLessThan(80);

  await drop(page, [{ file: base.file, bytes: Buffer.from("no zip") }]);
  await expect(page.getByText(`${base.file} is damaged, or not a wheel`)).toBeVisible();
  await drop(page, [{ file: "numpy-2.0-cp314-cp314-manylinux_2_28_x86_64.whl", bytes: base.bytes }]);
  await expect(page.getByText("holds code for another machine")).toBeVisible();
  await drop(page, [tiny, base]);
  await expect(page.getByText("This browser keeps tiny 2.1, tinybase 1.0.")).toBeVisible();
  await loopscope.idle();
  expect(await loopscope.readConsole()).toContain("hello from a wheel");

  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("hello from a wheel");
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "packages" }).click();
  const dialog = page.getByRole("dialog", { name: "Packages" });
  await expectNoViolations(loopscope);
  await dialog.getByRole("button", { name: "Remove tinybase 1.0" }).click();
  await expect(dialog.getByRole("button", { name: "Remove tinybase 1.0" })).toBeHidden();
  await page.keyboard.press("Escape");
  await loopscope.run();
  await expect(page.getByText("tinybase is not here.")).toBeVisible();
});

test("PyPI is asked after a press, and files are fetched after another one that names them", async ({
  loopscope,
  page,
  context,
}) => {
  const asked = await servePypi(context, [tiny, circular]);
  loopscope.expectProblems(/request: https:\/\/(pypi\.org|files\.pythonhosted\.org)\//);
  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  await page.getByRole("button", { name: "Packages …" }).click();
  const dialog = page.getByRole("dialog", { name: "Packages" });
  await expectNoViolations(loopscope);
  expect(asked).toEqual([]);
  await dialog.getByRole("button", { name: "Ask pypi.org …" }).click();
  await expect(dialog.getByText(tiny.file)).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: circular.file })).toContainText(
    "files.pythonhosted.org",
  );
  await expectNoViolations(loopscope);
  expect(asked.filter((path) => path.endsWith(".whl"))).toEqual([]);

  // Refused: nothing is fetched, and the program stays as it is.
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(asked.filter((path) => path.endsWith(".whl"))).toEqual([]);
  expect(await loopscope.readProgram()).toBe(program);

  await dialog.getByRole("button", { name: "Ask pypi.org …" }).click();
  await dialog.getByRole("button", { name: "Fetch 2 files" }).click();
  await expect(dialog.getByRole("button", { name: "Remove tiny 2.1" })).toBeVisible();
  await loopscope.idle();
  await page.keyboard.press("Escape");
  expect(await loopscope.readConsole()).toContain("hello from PyPI");
  expect(asked.filter((path) => path.endsWith(".whl"))).toHaveLength(2);
});

test("PyPI has no such package, or does not answer: a sentence says so", async ({
  loopscope,
  page,
  context,
}) => {
  await servePypi(context, []);
  loopscope.expectProblems(/pypi\.org/);
  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  await page.getByRole("button", { name: "Packages …" }).click();
  const dialog = page.getByRole("dialog", { name: "Packages" });
  await dialog.getByRole("button", { name: "Ask pypi.org …" }).click();
  await expect(dialog).toContainText("pypi.org has no wheel of tiny that runs here.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await context.route("https://pypi.org/**", (route) => route.abort("internetdisconnected"));
  await dialog.getByRole("button", { name: "Ask pypi.org …" }).click();
  await expect(dialog.getByRole("alert")).toContainText("pypi.org does not answer");
});

const packed = new URL("../node_modules/.cache/loopscope/wheels/", import.meta.url);
const programs = new URL("../src/testing/packages/", import.meta.url);

/** Serve the packed wheels as the folder beside the page. */
async function servePacked(page: Page): Promise<void> {
  await page.route("**/wheels/*", (route) => {
    const file = new URL(route.request().url()).pathname.split("/").at(-1) as string;
    return route.fulfill({ body: readFileSync(new URL(file, packed)), contentType: "application/json" });
  });
}

const nativeLines = JSON.parse(readFileSync(new URL("native.json", programs), "utf8")) as Record<
  string,
  string[]
>;

/** Note from now on each sentence of the page that says what is imported. */
function watchImporting(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { importing: seen });
    const look = () => {
      for (const [text] of document.body.innerText.matchAll(/Importing \w+ …/g)) seen.add(text);
    };
    new MutationObserver(look).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
}

/** Each library's programs, in one page after the other. */
const libraries: Record<string, string[]> = {
  aiohttp: ["aiohttp-semaphore", "aiohttp-stream", "aiohttp-websocket", "visited-aiohttp"],
  "redis, websockets and tornado": ["redis-queue", "redis-blocking", "websockets-echo", "tornado-server"],
  "httpx, anyio, uvicorn and Starlette": ["httpx-anyio", "uvicorn-starlette", "visited-uvicorn"],
  "requests, urllib, http.server, Flask and aiofiles": [
    "requests-blocking",
    "urllib-http-server",
    "visited-http-server",
    "visited-flask",
    "aiofiles-copy",
  ],
};

for (const [library, names] of Object.entries(libraries))
  test(`programs with ${library} print on the page what they print natively`, async ({ loopscope, page }) => {
    test.skip(!existsSync(new URL("lock.json", packed)), "there are no wheels here: npm run wheels");
    await servePacked(page);
    await loopscope.openPaused("?example=lock");
    await watchImporting(page);
    for (const name of names) {
      await loopscope.write(readFileSync(new URL(`programs/${name}.py`, programs), "utf8"));
      await loopscope.run();
      await loopscope.idle();
      const missing = page.getByText(/^[\w, ]+ (is|are) not here\./);
      if (await missing.isVisible()) test.skip(true, `${name}: ${await missing.innerText()}`);
      const events = (await loopscope.readEvents()) as { kind: string; stream?: string; text?: string }[];
      const printed = events.filter(({ kind, stream }) => kind === "outputWritten" && stream === "stdout");
      const lines = printed.map(({ text }) => text).join("");
      expect(lines.split("\n").slice(0, -1), name).toEqual(nativeLines[name]);
      await page.locator("body").press("End");
      expect(await loopscope.readConsole(), name).toContain(nativeLines[name]?.at(-1));
    }
    // A library says so while it is imported, as this takes a second.
    const importing = await page.evaluate(() => [...(Reflect.get(window, "importing") as Set<string>)]);
    expect(importing).toContain(`Importing ${library.split(/\W/, 1).join("")} …`);
  });
