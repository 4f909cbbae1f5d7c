// What a person may set: it holds at once, it is remembered, and a link changes nothing of that.

import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

const EXAMPLE = "?example=semaphore&lang=typescript";

const theme = ({ page }: LoopscopePage) => page.evaluate(() => document.documentElement.dataset.theme);

async function openSettings({ page }: LoopscopePage) {
  await page.getByRole("button", { name: "Settings" }).click();
  return page.getByRole("dialog", { name: "Settings" });
}

test("settings hold at once, and are there again after a visit with a link's", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused(EXAMPLE);
  let settings = await openSettings(loopscope);
  await settings.getByRole("radio", { name: "Projector" }).check({ force: true });
  await settings.getByLabel("Speed").selectOption("Fast");
  await settings.getByLabel("Code size").selectOption("20 px");
  await settings.getByLabel("Events per run").selectOption("1,000");
  expect(await theme(loopscope)).toBe("projector");
  const code = loopscope.region("Editor").locator(".view-line").first();
  await expect(code).toHaveCSS("font-size", "20px");
  await page.keyboard.press("Escape");

  // The link's theme and speed hold, and so does what it does not name.
  await loopscope.openPaused(`${EXAMPLE}&theme=light&speed=0.5`);
  expect(await theme(loopscope)).toBe("light");
  await expect(page.getByRole("combobox", { name: "Speed" })).toHaveValue("slow");
  await expect(code).toHaveCSS("font-size", "20px");

  await loopscope.openPaused(EXAMPLE);
  expect(await theme(loopscope)).toBe("projector");
  await expect(page.getByRole("combobox", { name: "Speed" })).toHaveValue("fast");
  settings = await openSettings(loopscope);
  await expect(settings.getByRole("radio", { name: "Projector" })).toBeChecked();
  await expect(settings.getByLabel("Events per run")).toHaveValue("1000");
  await page.keyboard.press("Escape");
});

test("a run ends at the cap that is set, and says so", async ({ loopscope, page }) => {
  await loopscope.openPaused(EXAMPLE);
  const settings = await openSettings(loopscope);
  await settings.getByLabel("Events per run").selectOption("1,000");
  await page.keyboard.press("Escape");
  await loopscope.write(`import { run, sleep } from "asyncio";
async function main() {
  for (let i = 0; i < 1000; i++) await sleep(1);
}
run(main());
`);
  await loopscope.button("Run").click();
  await loopscope.idle();
  await page.locator("body").press("End");
  await loopscope.idle();
  expect(await loopscope.readEvents()).toHaveLength(1000);
  await expect(loopscope.region("Console")).toContainText("stopped after 1,000 events");
});

test("a seed gives other random numbers, and goes with the program's link", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=hello-world&lang=typescript");
  const before = await loopscope.readEvents();
  const settings = await openSettings(loopscope);
  const seed = settings.getByLabel("Seed");
  await seed.fill("a lot");
  await seed.press("Tab");
  await expect(seed).toHaveValue("1");
  await seed.fill("7");
  await seed.press("Tab");
  await page.keyboard.press("Escape");
  await loopscope.idle();
  await page.locator("body").press("End");
  await loopscope.idle();
  expect(page.url()).toContain("?example=hello-world&lang=typescript&seed=7");
  const seeded = await loopscope.readEvents();
  expect(seeded).not.toEqual(before);
  await loopscope.button("Share").click();
  await expect(page.getByRole("textbox", { name: "Link" })).toHaveValue(/&seed=7/);
  await loopscope.openPaused(new URL(page.url()).search);
  expect(await loopscope.readEvents()).toEqual(seeded);
  // It is in the address, and no draft.
  await page.getByRole("button", { name: "Examples" }).click();
  await expect(page.getByRole("region", { name: "Your programs" })).toContainText(
    "saved in this browser only",
  );
});

test.describe("where nothing is run", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("a choice that is made against a link is remembered; the bar's speed is the dialog's", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused(`${EXAMPLE}&speed=0.5`);
    await page.getByRole("combobox", { name: "Speed" }).selectOption("10 s");
    await loopscope.openPaused(EXAMPLE);
    await expect(page.getByRole("combobox", { name: "Speed" })).toHaveValue("10s");
  });

  test("a storage that is forbidden harms nothing", async ({ loopscope, page }) => {
    await page.addInitScript(() => {
      const forbid = () => {
        throw new DOMException("forbidden", "SecurityError");
      };
      Object.defineProperty(window, "localStorage", { get: forbid });
    });
    await loopscope.openPaused(EXAMPLE);
    const settings = await openSettings(loopscope);
    await settings.getByRole("radio", { name: "Light" }).check({ force: true });
    expect(await theme(loopscope)).toBe("light");
  });

  for (const [wish, moves] of [
    ["On", false],
    ["Off", true],
  ] as const) {
    test(`reduced motion set to "${wish}" counts more than what the system says`, async ({
      loopscope,
      page,
    }) => {
      await page.emulateMedia({ reducedMotion: moves ? "reduce" : "no-preference" });
      await loopscope.openPaused(EXAMPLE);
      const settings = await openSettings(loopscope);
      await settings
        .getByRole("group", { name: "Reduced motion" })
        .getByRole("radio", { name: wish })
        .check({ force: true });
      await page.keyboard.press("Escape");
      await page.locator("body").press("Home");
      await loopscope.idle();
      await page.evaluate(() => {
        const { animate } = Element.prototype;
        Element.prototype.animate = function (...args) {
          document.documentElement.dataset.moved = "true";
          return animate.apply(this, args);
        };
        addEventListener("transitionrun", () => (document.documentElement.dataset.eased = "true"));
      });
      for (let i = 0; i < 12; i++) await loopscope.press("Step forward");
      const { moved, eased } = await page.evaluate(() => ({ ...document.documentElement.dataset }));
      expect([moved === "true", eased === "true"]).toEqual([moves, moves]);
    });
  }
});
