// The gallery of examples, and their tours.

import { expect, test } from "./loopscope-page.ts";

test.use({ withGuests: false, withMonaco: false });

const name = (text: string) => new RegExp(`^${text}`);

test("an example is found and opened by the keyboard alone, in the language chosen there", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.open("?example=hello-world&lang=typescript");
  const opener = page.getByRole("button", { name: "Examples" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const card = (title: string) => gallery.getByRole("button", { name: name(title) });
  await expect(card("Hello, world")).toBeFocused();
  await expect(card("Hello, world")).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Escape");
  await expect(gallery).toBeHidden();
  await expect(opener).toBeFocused();

  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  await expect(card("Hello, blocked world")).toBeFocused();
  await page.keyboard.press("End");
  await expect(card("requests beside aiohttp")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(card("A connection pool")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(card("A worker crashes")).toBeFocused();
  for (const above of [
    "Python starts Python",
    "Ctrl-C, and a server",
    "UDP: lost",
    "Echo, both sides",
    "A timeout",
  ]) {
    await page.keyboard.press("ArrowUp");
    await expect(card(above)).toBeFocused();
  }
  for (const before of ["A deadlock in", "Two errors at once"]) {
    await page.keyboard.press("ArrowLeft");
    await expect(card(before)).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(gallery).toBeHidden();
  await app.idle();
  expect(page.url()).toContain("?example=exception-group&lang=typescript");
  expect(await app.readProgram()).toContain("a shark");
  await app.movePlayhead("End");
  await expect(app.region("Console")).toContainText("flee: a shark");
});

test("an example opens in the other language", async ({ loopscope: app }) => {
  const { page } = app;
  await app.open("?example=hello-world&lang=python");
  await page.getByRole("button", { name: "Examples" }).click();
  const gallery = page.getByRole("dialog", { name: "Examples" });
  await gallery.getByRole("radio", { name: "TypeScript" }).check({ force: true });
  await gallery.getByRole("button", { name: name("A lock around") }).click();
  await app.idle();
  expect(page.url()).toContain("?example=lock&lang=typescript");
  expect(await app.readProgram()).toContain("new Lock()");
});

test("what was typed is there again after a visit to another example", async ({ loopscope: app }) => {
  const { page } = app;
  await app.open("?example=callbacks&lang=typescript&run=click");
  await app.write("// mine\n");
  const choose = async (title: string) => {
    await page.getByRole("button", { name: "Examples" }).click();
    await page.getByRole("button", { name: name(title) }).click();
    await app.idle();
  };
  await choose("A deadlock");
  expect(await app.readProgram()).toContain("stove");
  await choose("Nothing but callbacks");
  expect(await app.readProgram()).toBe("// mine\n");
});

test("a clicker walks the stops of a tour, forwards and back", async ({ loopscope: app }) => {
  const { page } = app;
  await app.openPaused("?example=deadlock&lang=typescript");
  await page.keyboard.press("Home");
  const tour = page.getByRole("group", { name: "Tour" });
  const at = (text: string) => expect(tour.getByRole("img")).toHaveAccessibleName(text);
  const caption = (text: string) => page.getByRole("paragraph").filter({ hasText: text });
  await at("Before stop 1 of 5");
  await page.keyboard.press("PageDown");
  await at("Stop 1 of 5");
  await expect(app.region("Running")).toContainText("Ada");
  await expect(caption("Ada takes the pan")).toBeVisible();
  // Between two stops the sentence of the event is shown, and the tour continues from there.
  await page.keyboard.press("ArrowRight");
  await expect(caption("Ada takes the pan")).toBeHidden();
  await page.keyboard.press("PageDown");
  await expect(caption("Bob takes the stove")).toBeVisible();
  await app.playhead.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("PageDown");
  await at("Stop 5 of 5");
  await tour.getByRole("button", { name: "Previous stop" }).click();
  await at("Stop 4 of 5");
  for (let i = 0; i < 4; i++) await page.keyboard.press("PageUp");
  await at("Before stop 1 of 5");
  expect((await app.readPlayhead()).value).toBe(-1);
});

test("after the last stop the caption offers the next example, which opens in the same language", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.openPaused("?example=lock&lang=typescript");
  const tour = page.getByRole("group", { name: "Tour" });
  const next = page.getByRole("button", { name: "Next: An event starts the race" });
  for (let i = 0; i < 8 && !(await next.isVisible()); i++) {
    await page.keyboard.press("PageDown");
    await app.idle();
  }
  // One press behind the last stop, whose caption has its place until then.
  await expect(tour.getByRole("button", { name: "Next stop" })).toBeDisabled();
  await next.click();
  await app.idle();
  expect(page.url()).toContain("?example=event&lang=typescript");
  await expect(next).toHaveCount(0);
});

test("a program of one's own has no tour", async ({ loopscope: app }) => {
  await app.openPaused("?example=deadlock&lang=typescript");
  await app.page.getByRole("button", { name: "New", exact: true }).click();
  await expect(app.page.getByRole("group", { name: "Tour" })).toBeHidden();
});

test("typing filters the cards from anywhere, a tag filters by itself, and Escape takes the filter back first", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.openPaused("?example=hello-world&lang=typescript");
  await page.getByRole("button", { name: "Examples" }).click();
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const field = gallery.getByRole("searchbox", { name: "Filter" });
  const cards = gallery.locator(".card");
  await page.keyboard.type("cancell");
  await expect(field).toHaveValue("cancell");
  await expect(cards).toHaveText([/^wait/, /^A timeout/, /^Cancelled/, /^A swallowed/]);
  await expect(gallery.getByRole("status").filter({ hasText: "4 of 53 examples" })).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(cards.first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field).toHaveValue("");
  await expect(field).toBeFocused();
  await expect(cards).toHaveCount(53);

  // A tag is in the order of Tab behind the card that has the focus.
  await gallery.getByRole("button", { name: name("A deadlock") }).focus();
  await page.keyboard.press("Tab");
  const tag = gallery.getByRole("button", { name: "asyncio.Lock" });
  await expect(tag.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(cards).toHaveText([/^A lock around/, /^A deadlock/]);
  await expect(tag.first()).toHaveAttribute("aria-pressed", "true");
  await tag.last().click();
  await expect(cards).toHaveCount(53);

  await field.fill("zebra");
  await expect(cards).toHaveCount(0);
  await expect(gallery.getByText("No example has “zebra”")).toBeVisible();
  await gallery.getByRole("button", { name: "Show all examples" }).click();
  await field.fill("semaphore three");
  await page.keyboard.press("Enter");
  await expect(gallery).toBeHidden();
  expect(page.url()).toContain("?example=semaphore");
});

test("the gallery downloads thumbnails and tags in one file each, and no run; thumbnails stand still in reduced motion", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.openPaused("?example=hello-world&lang=typescript");
  const files: string[] = [];
  page.on("request", (request) => files.push(new URL(request.url()).pathname.split("/").at(-1) ?? ""));
  await page.getByRole("button", { name: "Examples" }).click();
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const thumbnail = gallery.getByRole("listitem").filter({ hasText: "Hello, world" }).locator("svg").first();
  await expect(thumbnail.locator("g")).toHaveCount(11);
  await expect(gallery.getByRole("button", { name: "asyncio.Semaphore" }).first()).toBeVisible();
  // Tags follow from the texts in Python.
  const names = files.map((file) => file.replace(/-[\w-]{8}\.js$/, ""));
  expect([...new Set(names)].sort()).toEqual(["python-texts", "tags", "thumbnails"]);

  // The card of the example that is open has the focus.
  const hasTokens = () => document.querySelector("dialog circle") !== null;
  const lock = gallery.getByRole("button", { name: name("A lock around") });
  await lock.hover();
  expect(await page.evaluate(hasTokens)).toBe(false);
  await page.mouse.move(0, 0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await lock.hover();
  await page.waitForFunction(hasTokens);
  await page.mouse.move(0, 0);
  await page.waitForFunction(() => document.querySelector("dialog circle") === null);
});

test("what was seen to its last stop is ticked, also after a reload; a malformed memory of it is ignored", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.openPaused("?example=deadlock&lang=typescript");
  await page.evaluate(() => localStorage.setItem("loopscope-seen", '{"seen":null}'));
  const gallery = page.getByRole("dialog", { name: "Examples" });
  const card = gallery.getByRole("button", { name: name("A deadlock") });
  const look = () => page.getByRole("button", { name: "Examples" }).click();
  await look();
  await expect(card).not.toContainText("Seen");
  await page.keyboard.press("Escape");
  for (let i = 0; i < 5; i++) await page.keyboard.press("PageDown");
  await look();
  await expect(card).toContainText("Seen");
  await expect(gallery.getByRole("heading", { name: /^Going wrong 1 of \d+ seen$/ })).toBeVisible();
  await app.openPaused("?example=lock&lang=python");
  await look();
  await expect(card).toContainText("Seen");
  await expect(gallery.getByRole("button", { name: name("A lock around") })).not.toContainText("Seen");
});
