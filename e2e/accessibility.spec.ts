import { encodeProgram } from "../src/share/permalink.ts";
import { expectNoViolations } from "./find-violations.ts";
import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

async function intoEditor(loopscope: LoopscopePage): Promise<void> {
  await loopscope.openPaused("?example=semaphore&lang=typescript");
  await loopscope.page.locator(".monaco-editor .view-line").first().waitFor();
  await loopscope.region("Editor").getByRole("textbox").first().focus();
}

type Screens = Record<string, (loopscope: LoopscopePage) => Promise<void>>;

/** What a page may look like when a person meets it. */
const screens: Screens = {
  "in the middle of a run": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore");
    await loopscope.movePlayhead("Home");
    await loopscope.movePlayhead("PageDown", 3);
  },
  "with a task's inspector, and a part of the timeline": async (loopscope) => {
    await loopscope.open("?example=semaphore&at=resourceReleased:worker-2:1&task=worker-4");
    await loopscope.page.locator("body").press("+");
    await loopscope.region("Timeline").getByRole("slider", { name: "Visible range" }).waitFor();
  },
  "with a stranger's program": async (loopscope) => {
    const source = 'import { print } from "asyncio";\nprint("theirs");\n';
    await loopscope.open(encodeProgram({ language: "typescript", source, seed: 1 }));
    await loopscope.page.getByRole("heading", { name: "A program from a link" }).waitFor();
  },
  "with an empty program": async (loopscope) => {
    await loopscope.open("?example=semaphore&lang=typescript&run=click");
    await loopscope.page.getByRole("button", { name: "New", exact: true }).click();
    await loopscope.page.getByRole("heading", { name: "Nothing to run yet" }).waitFor();
  },
  "among one's own programs": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await loopscope.write("// mine\n");
    await loopscope.page.getByRole("button", { name: "New", exact: true }).click();
    await loopscope.write("// mine, too\n");
    await loopscope.page.getByRole("button", { name: "Examples" }).click();
    await loopscope.page.getByRole("button", { name: "Delete mine" }).waitFor();
  },
  "while the keys are shown, and run while typing is on": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await loopscope.page.getByRole("switch", { name: "Run while typing" }).click();
    await loopscope.page.locator("body").press("?");
    await loopscope.page.getByRole("dialog", { name: "Keys" }).waitFor();
  },
  "while a line is gone to": async (loopscope) => {
    await intoEditor(loopscope);
    await loopscope.page.keyboard.press("Control+g");
    await loopscope.page.getByRole("textbox", { name: /Go to line/ }).waitFor();
    await loopscope.page.keyboard.type("12");
    await loopscope.page.getByRole("option", { name: /12/ }).waitFor();
  },
  "while a text is looked for": async (loopscope) => {
    await intoEditor(loopscope);
    await loopscope.page.keyboard.press("Control+h");
    await loopscope.page.getByRole("textbox", { name: "Find" }).waitFor();
    await loopscope.page.keyboard.type("await");
  },
  "with a deadlock's cycle": async (loopscope) => {
    await loopscope.openPaused("?example=deadlock&lang=typescript");
    await loopscope.movePlayhead("End");
    await loopscope.page.locator("body").press("i");
    await loopscope.page.getByRole("region", { name: "Inspector" }).waitFor();
  },
};

/** The Wire of an example, where bytes are on the way. */
async function toTheWire(loopscope: LoopscopePage, example: string, moment: RegExp): Promise<void> {
  await loopscope.openPaused(`?example=${example}`);
  const slider = loopscope.page.getByLabel("Playhead").first();
  while (!moment.test((await slider.getAttribute("aria-valuetext")) ?? ""))
    await loopscope.page.locator("body").press("ArrowRight");
  await loopscope.region("Wire").waitFor();
}

async function toTheVisitors(loopscope: LoopscopePage): Promise<void> {
  await toTheWire(loopscope, "echo", /connectionRequested/);
  await loopscope.region("Wire").getByRole("button", { name: "Visitors" }).click();
  await loopscope.page.getByRole("dialog", { name: "Visitors" }).waitFor();
}

/** What a run with a network adds: on a desk and on a phone. */
const screensOfTheWire: Screens = {
  "with backpressure on the Wire": (loopscope) => toTheWire(loopscope, "slow-reader", /writingPaused/),
  "with lost datagrams": (loopscope) => toTheWire(loopscope, "udp-retry", /datagramLost/),
  "with a connection's conversation": async (loopscope) => {
    await toTheWire(loopscope, "half-close", /endArrived/);
    await loopscope
      .region("Wire")
      .getByRole("button", { name: /^main to/ })
      .click();
    await loopscope.page
      .getByRole("region", { name: "Inspector" })
      .getByText("Where the time went")
      .waitFor();
  },
  "while visitors are chosen": toTheVisitors,
  "while the network is set": async (loopscope) => {
    await toTheWire(loopscope, "echo", /connectionRequested/);
    await loopscope.region("Wire").getByRole("button", { name: "Network settings" }).click();
    await loopscope.page.getByRole("dialog", { name: "Network" }).waitFor();
  },
};

/** Those with a program of the test's own. */
const screensOfPrograms: Screens = {
  "with a program in TypeScript": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await loopscope.write(`import { print } from "asyncio";\nasync function f() {}\nf();\nprint(x);\n`);
    await loopscope.page.locator(".squiggly-warning").waitFor();
  },
  "while visits are planned": async (loopscope) => {
    await toTheVisitors(loopscope);
    await loopscope.page.getByRole("dialog", { name: "Visitors" }).getByText("Planned").click();
    await loopscope.page.getByRole("textbox", { name: "Path of visit 1" }).waitFor();
  },
  "with a bad link and an error": async (loopscope) => {
    await loopscope.openPaused("?lang=typescript#v9.a.b");
    await loopscope.write('throw new Error("bad");\n');
    await loopscope.run();
  },
};

/** Those where a dialog, or the lack of a program, leaves nothing to see of Monaco. */
const screensWithoutMonaco: Screens = {
  "while an example is chosen": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore");
    await loopscope.page.getByRole("button", { name: "Examples" }).click();
    await loopscope.page.getByRole("dialog", { name: "Examples" }).waitFor();
  },
  "while something is set": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await loopscope.page.getByRole("button", { name: "Settings" }).click();
    await loopscope.page.getByRole("dialog", { name: "Settings" }).waitFor();
  },
  "while sharing": async (loopscope) => {
    await loopscope.openPaused();
    await loopscope.button("Share").click();
    await loopscope.page.getByRole("textbox", { name: "Link" }).waitFor();
  },
};

function testScreens(screens: Screens): void {
  for (const [name, show] of Object.entries(screens)) {
    test(`axe finds no violation ${name}, in no theme`, async ({ loopscope }) => {
      await show(loopscope);
      await expectNoViolations(loopscope);
    });
  }
}

testScreens(screensOfPrograms);

test.describe("recorded", () => {
  test.use({ withGuests: false });
  testScreens(screens);
});

test.describe("recorded, without Monaco", () => {
  test.use({ withGuests: false, withMonaco: false });
  testScreens(screensWithoutMonaco);
});

test.describe("the Wire", () => {
  test.use({ withGuests: false, withMonaco: false });
  testScreens(screensOfTheWire);

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    testScreens(screensOfTheWire);
  });

  test("is walked by keyboard alone: its ends, a conversation, its dialogs", async ({ loopscope, page }) => {
    await toTheWire(loopscope, "echo", /bytesArrived/);
    const wire = loopscope.region("Wire");
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    await loopscope.region("Ready queue").focus();
    while (!(await wire.evaluate((region) => region === document.activeElement)))
      await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toMatch(/^server :8888: listens/);
    while (!/^main to/.test(await focused())) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector).toContainText("Where the time went");
    await expect(inspector).toContainText("68 65 6c 6c 6f 0a");
    await page.keyboard.press("Escape");
    await wire.focus();
    for (const [button, dialog] of [
      ["Visitors", "Visitors"],
      ["Network settings", "Network"],
    ] as const) {
      while (!(await focused()).startsWith(button.slice(0, 7))) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: dialog }).waitFor();
      await page.keyboard.press("Escape");
      expect(await focused()).toContain(button.slice(0, 7));
    }
  });
});

test("everything is done by keyboard alone, from the first load to the copied link", async ({
  loopscope,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await loopscope.openPaused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Skip to the loop" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Examples" })).toBeFocused();
  await page.keyboard.press("Enter");
  const semaphore = page.getByRole("button", { name: /^A semaphore/ });
  while (!(await semaphore.evaluate((card) => card === document.activeElement)))
    await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await loopscope.idle();
  expect(await loopscope.readProgram()).toContain("Semaphore");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "New", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(loopscope.language("Python")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await loopscope.idle();
  expect(await loopscope.readProgram()).toContain("new Semaphore(3)");
  await page.keyboard.press("ArrowLeft");
  await loopscope.idle();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: /^Done in/ })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(loopscope.button("Run")).toBeFocused();
  await page.keyboard.press("Home");
  const start = await loopscope.readPlayhead();
  await page.keyboard.press("ArrowRight");
  expect((await loopscope.readPlayhead()).value).toBe(start.value + 1);
  await page.keyboard.press("Shift+ArrowRight");
  expect((await loopscope.readPlayhead()).text).toContain("handleStarted");
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog.getByRole("textbox", { name: "Link" })).toBeFocused();
  await expect(dialog.getByRole("status")).toContainText("Link copied");
  expect(await clipboard()).toMatch(/\?example=semaphore&lang=python&at=handleStarted/);
  while (!(await dialog.getByRole("checkbox").evaluate((box) => box === document.activeElement)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.keyboard.press("Shift+Tab");
  await expect(dialog.getByRole("button", { name: "Copy", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(clipboard).toMatch(/\?example=semaphore&lang=python$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await loopscope.idle();
  // The run stays at the moment that was looked at.
  await page.keyboard.press("End");
  await expect(loopscope.region("Console")).toContainText("out 6");
});

test.describe("with nothing but the stage to look at", () => {
  test.use({ withGuests: false, withMonaco: false });

  for (const [reducedMotion, moves] of [
    ["reduce", false],
    ["no-preference", true],
  ] as const) {
    test(`motion preference "${reducedMotion}" is honoured`, async ({ loopscope, page }) => {
      await page.emulateMedia({ reducedMotion });
      await loopscope.openPaused();
      await loopscope.movePlayhead("Home");
      await page.evaluate(() => {
        const { animate } = Element.prototype;
        Element.prototype.animate = function (...args) {
          document.documentElement.dataset.moved = "true";
          return animate.apply(this, args);
        };
      });
      for (let i = 0; i < 12; i++) await loopscope.press("Step forward");
      expect(await page.evaluate(() => document.documentElement.dataset.moved === "true")).toBe(moves);
    });
  }
});
