import { writeFile } from "node:fs/promises";
import type { Frame, Page } from "@playwright/test";
import { COLOR_RULES, findViolations } from "./find-violations.ts";
import { expect, GUESTS, holdBack, LoopscopePage, runToEnd, test as base, themes } from "./loopscope-page.ts";
import { serveFolder } from "./static-server.mjs";

/** `openArticle` opens a page of another origin, with `body` in it, and gives what its embed shows. */
const test = base.extend<{ openArticle: (body: string) => Promise<Frame> }>({
  openArticle: async ({ loopscope: { page }, baseURL }, use, info) => {
    const folder = info.outputPath();
    const server = await serveFolder({ folder });
    await use(async (body) => {
      const script = new URL("embed.js", baseURL).href;
      const html = `<!doctype html><link rel="icon" href="data:," /><title>An article</title><script src="${script}" defer></script>${body}`;
      await writeFile(info.outputPath("index.html"), html);
      await page.goto(server.url);
      return embedOf(page);
    });
    await server.close();
  },
});

test.use({ viewport: { width: 700, height: 800 } });

async function embedOf(page: Page): Promise<Frame> {
  const iframe = await page.locator("iframe").elementHandle();
  const frame = await iframe?.contentFrame();
  if (!frame) throw new Error("The article has no embed.");
  await frame.waitForFunction(() => "loopscope" in window);
  return frame;
}

/** Puts another text into an editor without Monaco. */
async function write(embed: Frame | Page, source: string): Promise<void> {
  await embed.getByRole("textbox", { name: "Program" }).fill(source);
}

async function show(embed: Frame | Page, pane: "Loop" | "Program" | "Console"): Promise<void> {
  await embed.getByRole("radio", { name: pane }).check({ force: true });
}

const program = "import asyncio\n\nasync def main():\n    print('héllo 🐍')\n\nasyncio.run(main())\n";
const heavy = /pyodide|python_|typescript|[mM]onaco|\/editor-/;

test("in an article: it loads Python when asked to, runs what is typed, and opens that in the playground", async ({
  openArticle,
  page,
  context,
}) => {
  const requests: string[] = [];
  context.on("request", (request) => requests.push(new URL(request.url()).pathname));
  const embed = await openArticle('<loopscope-embed example="semaphore" lang="python"></loopscope-embed>');
  await expect(embed.getByRole("heading", { name: "A semaphore lets three in" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(requests.filter((path) => heavy.test(path))).toEqual([]);
  await write(embed, program);
  await runToEnd(embed);
  expect(requests.some((path) => /python_stdlib/.test(path))).toBe(true);
  await show(embed, "Console");
  await expect(embed.getByRole("region", { name: "Console" })).toContainText("héllo 🐍");
  const opened = context.waitForEvent("page");
  await embed.getByRole("link", { name: "Open in playground" }).click();
  const playground = new LoopscopePage(await opened);
  await playground.idle();
  expect(await playground.readProgram()).toBe(program);
  await playground.showPane("Console");
  expect(await playground.readConsole()).not.toContain("héllo");
  expect(playground.page.url()).not.toContain("embed");
  expect(await context.cookies()).toEqual([]);
});

test("an unedited example plays its recorded run before its language is loaded; Run executes it", async ({
  openArticle,
  page,
  context,
}) => {
  const release = await holdBack(context, GUESTS);
  const asked: string[] = [];
  context.on("request", (request) => GUESTS.test(request.url()) && asked.push(request.url()));
  const embed = await openArticle('<loopscope-embed example="timeout" lang="python"></loopscope-embed>');
  await expect(embed.getByText("Plays instantly.")).toBeVisible();
  await runToEnd(embed);
  await show(embed, "Console");
  await expect(embed.getByRole("region", { name: "Console" })).toContainText("took too long");
  const recorded = await embed.evaluate(() => window.loopscope.events());
  expect(asked).toEqual([]);
  await embed.getByRole("button", { name: "Run" }).click();
  await expect(embed.getByRole("region", { name: "Narration" })).toContainText("Loading Python: 0 %");
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  release();
  await page.waitForLoadState("networkidle");
  await embed.evaluate(() => window.loopscope.idle());
  expect(await embed.evaluate(() => window.loopscope.events())).toEqual(recorded);
});

test("after the last stop of its tour the next example opens in its place and plays", async ({
  openArticle,
}) => {
  const embed = await openArticle('<loopscope-embed example="lock" lang="typescript"></loopscope-embed>');
  await runToEnd(embed);
  await embed.getByRole("button", { name: "Next: An event starts the race" }).click();
  await expect(embed.getByRole("heading", { name: "An event starts the race" })).toBeVisible();
  await embed.evaluate(() => window.loopscope.idle());
  expect(await embed.evaluate(() => window.loopscope.program())).toContain("Event");
  await expect(embed.getByRole("link", { name: "Open in playground" })).toHaveAttribute(
    "href",
    /\?example=event&lang=typescript$/,
  );
});

test("a file that is dropped on it takes nothing away", async ({ openArticle }) => {
  const embed = await openArticle('<loopscope-embed lang="typescript"></loopscope-embed>');
  await write(embed, "typed;");
  const taken = await embed.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["print(1)"], "a.py"));
    const drag = (type: string) =>
      document
        .querySelector("textarea")!
        .dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    // Who says no to the browser's own way lets nothing of it happen.
    return [drag("dragover"), drag("drop")];
  });
  expect(taken).toEqual([false, false]);
  await expect(embed.getByRole("alert")).toContainText("in the playground");
  expect(await embed.evaluate(() => window.loopscope.program())).toBe("typed;");
});

test("an unedited example opens as the example, in its language", async ({ openArticle }) => {
  const embed = await openArticle(
    '<loopscope-embed example="semaphore" lang="typescript" theme="dark"></loopscope-embed>',
  );
  await expect(embed.getByRole("link", { name: "Open in playground" })).toHaveAttribute(
    "href",
    /\/deep\/base\/\?example=semaphore&lang=typescript$/,
  );
});

for (const width of [390, 680, 1000]) {
  test(`at ${width} px it is as high as it says, which is high enough, and stays so when it is run`, async ({
    openArticle,
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const embed = await openArticle(
      '<loopscope-embed example="semaphore" lang="typescript"></loopscope-embed>',
    );
    const height = () => page.locator("iframe").evaluate((frame) => (frame as HTMLElement).offsetHeight);
    await expect.poll(height).not.toBe(452); // which it was before it said anything
    const reported = await height();
    await runToEnd(embed);
    const ran = await height();
    expect(ran).toBe(reported);
    const playhead = embed.getByRole("slider", { name: "Playhead" });
    const max = Number(await playhead.getAttribute("max"));
    for (let moment = 0; moment <= max; moment += 30) {
      await playhead.fill(String(moment));
      expect(await height()).toBe(ran);
      const hidden = await embed.evaluate(() => {
        const pane = document.querySelector("main > :not(.hidden)") as HTMLElement;
        const { scrollHeight } = document.documentElement;
        return { page: scrollHeight - innerHeight, pane: pane.scrollHeight - pane.clientHeight };
      });
      // A phone has the parts of the loop one below the other, and scrolls them where there is much.
      expect(hidden, `at event ${moment}`).toEqual({ page: 0, pane: width < 560 ? hidden.pane : 0 });
    }
  });
}

test("where there is no room for both, some lines around the running one stay above the loop", async ({
  openArticle,
}) => {
  const embed = await openArticle('<loopscope-embed example="queue" lang="typescript"></loopscope-embed>');
  await runToEnd(embed);
  const program = embed.getByRole("textbox", { name: "Program" });
  await expect(embed.getByRole("region", { name: "Running" })).toBeVisible();
  await expect(program).toBeVisible();
  const playhead = embed.getByRole("slider", { name: "Playhead" });
  const max = Number(await playhead.getAttribute("max"));
  const seen = new Set<number>();
  for (let moment = 0; moment <= max; moment += 15) {
    await playhead.fill(String(moment));
    await embed.evaluate(() => window.loopscope.idle());
    const running = await embed.evaluate(() => {
      const band = document.querySelector(".running.band")?.getBoundingClientRect();
      const strip = document.querySelector("textarea")!.getBoundingClientRect();
      return band && { top: band.top - strip.top, bottom: strip.bottom - band.bottom };
    });
    if (!running) continue;
    expect(Math.min(running.top, running.bottom), `at event ${moment}`).toBeGreaterThanOrEqual(0);
    seen.add(moment);
  }
  expect(seen.size).toBeGreaterThan(2);
  await show(embed, "Console");
  await expect(program).toBeHidden();
});

test("only the embed itself changes its height, and only where none is asked for", async ({
  openArticle,
  page,
}) => {
  await openArticle('<loopscope-embed height="333"></loopscope-embed>');
  const height = () => page.locator("iframe").evaluate((frame) => (frame as HTMLElement).offsetHeight);
  expect(await height()).toBe(333);
  await page.locator("loopscope-embed").evaluate((element) => element.removeAttribute("height"));
  await expect.poll(height).not.toBe(333);
  const reported = await height();
  await page.evaluate(async () => {
    const heard = new Promise((resolve) => addEventListener("message", resolve, { once: true }));
    postMessage({ type: "loopscope-height", height: 4444 }, "*");
    await heard;
  });
  expect(await height()).toBe(reported);
});

test("the text of the element is the program", async ({ openArticle }) => {
  const embed = await openArticle(`
    <loopscope-embed lang="typescript">
      <script type="text/plain">
        import { print } from "asyncio";

        if (1 < 2) {
          print("from the article");
        }
      </script>
    </loopscope-embed>`);
  const source = 'import { print } from "asyncio";\n\nif (1 < 2) {\n  print("from the article");\n}\n';
  expect(await embed.evaluate(() => window.loopscope.program())).toBe(source);
  await runToEnd(embed);
  await show(embed, "Console");
  await expect(embed.getByRole("region", { name: "Console" })).toContainText("from the article");
});

test("another theme comes without losing what was done; another example is another program", async ({
  openArticle,
  page,
}) => {
  const embed = await openArticle('<loopscope-embed example="hello-world" theme="light"></loopscope-embed>');
  const element = page.locator("loopscope-embed");
  const theme = () => embed.evaluate(() => document.documentElement.dataset.theme);
  expect(await theme()).toBe("light");
  await write(embed, program);
  await element.evaluate((element) => element.setAttribute("theme", "dark"));
  await expect.poll(theme).toBe("dark");
  expect(await embed.evaluate(() => window.loopscope.program())).toBe(program);
  await element.evaluate((element) => element.setAttribute("example", "semaphore"));
  await expect(embed.getByRole("textbox", { name: "Program" })).toHaveValue(/Semaphore/);
});

test("a plain iframe with someone's program, where storage is forbidden, runs it after a press on Run", async ({
  openArticle,
  loopscope,
  page,
  baseURL,
}) => {
  await loopscope.openPaused("?lang=typescript");
  await loopscope.showPane("Program");
  const source = 'import { print } from "asyncio";\nprint("from a link");\n';
  await loopscope.write(source);
  await loopscope.button("Share").click();
  const { hash } = new URL(page.url());
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  const embed = await openArticle(
    `<iframe width="600" height="420" sandbox="allow-scripts allow-same-origin" src="${baseURL}?embed=1&readonly=1${hash}"></iframe>`,
  );
  await embed.evaluate(() => window.loopscope.idle());
  await expect(embed.getByRole("textbox", { name: "Program" })).toHaveValue(source);
  await expect(embed.getByRole("textbox", { name: "Program" })).not.toBeEditable();
  await expect(embed.getByRole("slider", { name: "Playhead" })).toHaveCount(0);
  await runToEnd(embed);
  await show(embed, "Console");
  await expect(embed.getByRole("region", { name: "Console" })).toContainText("from a link");
});

test("what is wrong is said where the reader looks", async ({ openArticle }) => {
  const embed = await openArticle('<loopscope-embed example="nonsense"></loopscope-embed>');
  await expect(embed.getByRole("alert")).toContainText('no example "nonsense"');
  await write(embed, "import asyncio\nprint('x'\n");
  await runToEnd(embed);
  await expect(embed.getByRole("region", { name: "Editor" })).toContainText("'(' was never closed");
});

test("Enter keeps the indentation, and undo takes it back", async ({ openArticle, page }) => {
  const embed = await openArticle("<loopscope-embed></loopscope-embed>");
  await write(embed, "async def main():");
  await embed.getByRole("textbox", { name: "Program" }).press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("pass");
  const read = () => embed.evaluate(() => window.loopscope.program());
  expect(await read()).toBe("async def main():\n    pass");
  await page.keyboard.press("ControlOrMeta+z");
  expect(await read()).toBe("async def main():");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true });

  test("it is run, stepped and looked at by touch, and never zooms in", async ({ openArticle, page }) => {
    const embed = await openArticle(
      '<meta name="viewport" content="width=device-width" /><loopscope-embed lang="typescript"></loopscope-embed>',
    );
    await embed.getByRole("textbox", { name: "Program" }).tap();
    await page.keyboard.insertText("// mine\n");
    expect(await embed.evaluate(() => window.loopscope.program())).toContain("// mine\n");
    await embed.getByRole("button", { name: "Run" }).tap();
    await embed.evaluate(() => window.loopscope.idle());
    const playhead = embed.getByRole("slider", { name: "Playhead" });
    const end = Number(await playhead.inputValue());
    expect(end).toBeGreaterThan(0);
    await embed.getByRole("button", { name: "Step back" }).tap();
    await expect(playhead).toHaveValue(String(end - 1));
    await embed.getByText("Console", { exact: true }).tap();
    await expect(embed.getByRole("region", { name: "Console" })).toContainText("Hello, world!");
    for (const name of ["Run", "Play", "Step back", "Step forward"]) {
      const { width, height } = (await embed.getByRole("button", { name }).boundingBox())!;
      // A fingertip.
      expect(Math.min(width, height), name).toBeGreaterThanOrEqual(36);
    }
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

test.describe("recorded", () => {
  test.use({ withGuests: false });

  for (const theme of themes)
    test(`axe finds no violation in an embed (${theme})`, async ({ loopscope, page }) => {
      const widths = [390, 680, 1000];
      // A theme is colours alone.
      const rules = theme === themes[0] ? null : COLOR_RULES;
      const check = async (width: number) => {
        await page.setViewportSize({ width, height: 500 });
        await loopscope.idle();
        expect(await findViolations(page, rules), `${width} px`).toEqual([]);
      };
      const address = "?embed=1&example=semaphore&lang=typescript&at=taskSuspended:worker-4:1";
      await loopscope.open(`${address}&theme=${theme}`);
      for (const width of widths) await check(width);
      await runToEnd(page);
      for (const width of widths) await check(width);
      for (const width of widths.slice(0, 2)) {
        await page.setViewportSize({ width, height: 500 });
        for (const pane of ["Program", "Console"] as const) {
          await show(page, pane);
          await check(width);
        }
      }
    });
});

test("a program on the network has its Wire in an embed", async ({ loopscope, page }) => {
  await loopscope.open("?embed=1&example=echo");
  await loopscope.run();
  await loopscope.idle();
  const wire = loopscope.region("Wire");
  await expect(wire.getByRole("button", { name: /^server :8888/ }).first()).toBeVisible();
  // Its settings are those of the playground.
  await expect(page.getByRole("button", { name: /etwork settings/ })).toHaveCount(0);
});
