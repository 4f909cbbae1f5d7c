import { expect, LoopscopePage, test } from "./loopscope-page.ts";

const typed = "print('typed by hand')\n";
const later = "print('typed later')\n";
/** In TypeScript. */
const mine = "// typed by hand\n";
const yours = "// typed later\n";

test("what is typed is there again after the page was loaded anew", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.write(typed);
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(typed);
  expect(await loopscope.readConsole()).toContain("typed by hand");
  await expect(page.getByRole("alert").filter({ hasText: "your changed program" })).toBeVisible();
});

test("one's own shared program is no stranger's", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  await loopscope.write(typed);
  await loopscope.button("Share").click();
  await page.keyboard.press("Escape");
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(typed);
  expect(await loopscope.readConsole()).toContain("typed by hand");
});

test("a browser that keeps nothing says so once, and harms nothing", async ({ loopscope, page }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  await loopscope.openPaused();
  await loopscope.write(typed);
  await expect(page.getByRole("alert").filter({ hasText: "before you close this tab" })).toBeVisible();
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("typed by hand");
});

test("two drafts of one example: opening one keeps the other", async ({ loopscope, page, context }) => {
  await loopscope.openPaused("?example=hello-world&lang=typescript");
  await loopscope.write(mine);
  const other = new LoopscopePage(await context.newPage());
  await other.openPaused("?example=hello-world&lang=typescript");
  await other.write(yours);
  const choose = async (name: RegExp) => {
    await page.getByRole("button", { name: "Examples" }).click();
    await page.getByRole("region", { name: "Your programs" }).getByRole("button", { name }).click();
  };
  await choose(/^typed later/);
  await expect.poll(() => loopscope.readProgram()).toBe(yours);
  await choose(/^typed by hand/);
  await expect.poll(() => loopscope.readProgram()).toBe(mine);
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(mine);
  expect(await other.readProgram()).toBe(yours);
});

test("an empty program: typed at once, kept under no other, there again after a reload", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=hello-world&lang=typescript");
  await loopscope.write(mine);
  for (const text of ["1;", "2;"]) {
    await page.getByRole("button", { name: "New", exact: true }).click();
    await expect.poll(() => loopscope.readProgram()).toBe("");
    await expect(page.getByRole("heading", { name: "Nothing to run yet" })).toBeVisible();
    await page.keyboard.type(text);
    expect(await loopscope.readProgram()).toBe(text);
  }
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe("2;");
  await page.getByRole("button", { name: "Examples" }).click();
  const list = page.getByRole("region", { name: "Your programs" });
  await expect(list.getByRole("listitem")).toContainText(["2;", "1;", "typed by hand"]);
  await expect(list.getByRole("listitem").first()).toContainText("From an empty program");
  await page.getByRole("dialog").getByRole("radio", { name: "Python" }).check({ force: true });
  await page.getByRole("button", { name: "New program" }).click();
  await expect(loopscope.language("Python")).toBeChecked();
  await expect.poll(() => loopscope.readProgram()).toBe("");
});

test.describe("where nothing is run", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("another example, a link and the other language leave it alone", async ({ loopscope, page }) => {
    await loopscope.open("?example=semaphore&run=click");
    await loopscope.write(typed);
    await loopscope.open("?example=hello-world&run=click");
    expect(await loopscope.readProgram()).toContain("async def hello");
    await loopscope.open("?example=semaphore&lang=typescript&run=click");
    await loopscope.switchTo("Python");
    expect(await loopscope.readProgram()).toBe(typed);
    await page.evaluate(() => (location.hash = "#v1.abc.def"));
    expect(await loopscope.readProgram()).toBe(typed);
  });

  test("Reset brings back what it began with, and Undo what was made of it", async ({ loopscope, page }) => {
    await loopscope.open("?example=hello-world&run=click");
    const begun = await loopscope.readProgram();
    await expect(page.getByRole("button", { name: "Reset" })).toHaveCount(0);
    await loopscope.write(typed);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    expect(await loopscope.readProgram()).toBe(begun);
    await page.getByRole("button", { name: "Undo reset" }).click();
    expect(await loopscope.readProgram()).toBe(typed);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await page.reload();
    await loopscope.idle();
    expect(await loopscope.readProgram()).toBe(begun);
  });

  test("two tabs do not overwrite each other", async ({ loopscope, context }) => {
    const second = await context.newPage();
    const other = new LoopscopePage(second);
    await loopscope.open("?example=hello-world&run=click");
    await other.open("?example=hello-world&run=click");
    await loopscope.write(typed);
    await other.write(later);
    await loopscope.page.reload();
    await second.reload();
    await loopscope.idle();
    await other.idle();
    expect(await loopscope.readProgram()).toBe(typed);
    expect(await other.readProgram()).toBe(later);
  });

  test("a browser whose storage is full says so once, and loses nothing", async ({ loopscope, page }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await loopscope.open("?lang=typescript&run=click");
    await loopscope.write(mine);
    const alert = page.getByRole("alert").filter({ hasText: "before you close this tab" });
    await expect(alert).toBeVisible();
    await alert.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "New", exact: true }).click();
    await loopscope.write(yours);
    await page.getByRole("button", { name: "Examples" }).click();
    await expect(alert).toBeHidden();
    const list = page.getByRole("region", { name: "Your programs" });
    await list.getByRole("button", { name: /^typed by hand/ }).click();
    await expect.poll(() => loopscope.readProgram()).toBe(mine);
  });

  test("what was written in any tab is listed, opened, deleted and brought back", async ({
    loopscope,
    page,
    context,
  }) => {
    await loopscope.open("?example=semaphore&lang=typescript&run=click");
    await page.getByRole("button", { name: "Examples" }).click();
    const list = page.getByRole("region", { name: "Your programs" });
    await expect(list).toContainText("saved in this browser only");
    await page.keyboard.press("Escape");
    await loopscope.write(mine);
    const other = new LoopscopePage(await context.newPage());
    await other.open("?example=lock&lang=typescript&run=click");
    await other.write(yours);

    await page.getByRole("button", { name: "Examples" }).click();
    const own = list.getByRole("button", { name: /^typed by hand/ });
    const others = list.getByRole("button", { name: /^typed later/ });
    await expect(own).toHaveAttribute("aria-current", "true");
    await expect(own).toContainText("TypeScript, ");
    await expect(own).toContainText("From “A semaphore lets three in”");
    await expect(own).toBeFocused();
    await expect(others).toContainText("TypeScript, ");
    await expect(list.getByRole("button", { name: /^Delete/ })).toHaveCount(1);

    await page.keyboard.press("ArrowLeft");
    await expect(others).toBeFocused();
    await page.keyboard.press("Delete");
    await expect(others).toHaveCount(0);
    await expect(list.getByRole("status")).toContainText("Deleted “typed later”.");
    await expect(list.getByRole("button", { name: "Undo" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(others).toBeFocused();
    await page.keyboard.press("Enter");
    await expect.poll(() => loopscope.readProgram()).toBe(yours);
    expect(page.url()).toContain("?example=lock&lang=typescript");
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    expect(await loopscope.readProgram()).toContain("new Lock()");

    // The other tab has its own all the while, and what was left here is listed still.
    expect(await other.readProgram()).toBe(yours);
    await page.getByRole("button", { name: "Examples" }).click();
    await own.click();
    await expect.poll(() => loopscope.readProgram()).toBe(mine);
  });

  test("a long title is cut short, and its card is as wide as the others", async ({ loopscope, page }) => {
    await loopscope.open("?example=lock&lang=typescript&run=click");
    await loopscope.write("// A program whose title is so long that it has no room on the card\n");
    await page.getByRole("button", { name: "Examples" }).click();
    const card = page.getByRole("region", { name: "Your programs" }).getByRole("button").first();
    const example = page.getByRole("region", { name: "First steps" }).getByRole("button").first();
    expect((await card.boundingBox())!.width).toBe((await example.boundingBox())!.width);
  });
});
