// The page as a person or a screen reader meets it: by the accessible names of its public contract, never by its
// markup. Every spec goes through here.

import {
  test as base,
  type BrowserContext,
  expect,
  type Frame,
  type Locator,
  type Page,
} from "@playwright/test";

type ButtonName = "Run" | "Stop" | "Play" | "Pause" | "Step forward" | "Step back" | "Share";
type RegionName = "Editor" | "Ready queue" | "Running" | "Timers" | "Tasks" | "Wire" | "Console" | "Timeline";

/** What the page shows at the cursor, in words. */
export interface ShownState {
  ready: string[];
  running: string[];
  timers: string[];
  tasks: string[];
  playhead: { value: number; text: string };
}

export const themes = ["light", "dark", "projector"] as const;

/** For pictures. Another version of the browser may draw the edges of letters a little differently. */
export const pictured = { animations: "disabled", maxDiffPixelRatio: 0.01 } as const;

export class LoopscopePage {
  readonly page: Page;
  /** All that a good page never has: uncaught errors, errors on the browser's console, requests to anywhere else. */
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error")
        this.problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      const local = hostname === "127.0.0.1" || ["about:", "blob:", "data:"].includes(protocol);
      if (!local) this.problems.push(`request: ${request.url()}`);
    });
  }

  /** Opens an address such as `?example=hello` or `#v1.…` below the page's own, and waits until it is still. */
  async open(address = ""): Promise<void> {
    await this.#goto(address);
    await this.idle();
  }

  async #goto(address: string): Promise<void> {
    const { page } = this;
    // Another hash alone would not load the page anew.
    if (page.url() !== "about:blank") await page.goto("about:blank");
    await page.goto(`./${address}`);
  }

  /** Waits until no run, chunk or animation is pending. */
  async idle(): Promise<void> {
    await this.page.evaluate(async () => {
      const isThere = () => "loopscope" in window;
      while (!isThere()) await new Promise(requestAnimationFrame);
      await window.loopscope.idle();
    });
  }

  /**
   * Opens an address, and goes to the beginning of its run, which does not play by itself: the tests want reduced motion.
   * From the beginning another run begins there, too, while one from any other moment would stay at that.
   */
  async openPaused(address = ""): Promise<void> {
    await this.open(address);
    await this.page.keyboard.press("Home");
    await this.idle();
  }

  /** Brings a pane into sight where the window is too small for all of them. */
  async showPane(name: "Loop" | "Program" | "Console" | "Timeline"): Promise<void> {
    const tab = this.page.getByRole("tab", { name, exact: true });
    if (await tab.isVisible()) await tab.click();
  }

  /** Shows another theme, as if it had been chosen in another tab. */
  async switchTheme(theme: string): Promise<void> {
    await this.page.evaluate((newValue) => {
      dispatchEvent(new StorageEvent("storage", { key: "loopscope-settings", newValue }));
    }, JSON.stringify({ theme }));
    await expect(this.page.locator("html")).toHaveAttribute("data-theme", theme);
    await this.idle();
  }

  /** Replaces the program in the editor, as a person who selects all and types or pastes. */
  async write(source: string): Promise<void> {
    // While the page loads the full editor takes over from the plain one: who types just then looks, and types again.
    await expect(async () => {
      await this.region("Editor").getByRole("textbox").first().focus();
      await this.page.keyboard.press("ControlOrMeta+a");
      await this.page.keyboard.insertText(source);
      await expect.poll(() => this.readProgram(), { timeout: 5_000 }).toBe(source);
    }).toPass();
  }

  /** The session's program. */
  async readProgram(): Promise<string> {
    return this.page.evaluate(() => window.loopscope.program());
  }

  /** The code of the line that the editor shows, as a person sees it behind the band. */
  readShownLine(): Promise<string> {
    return this.page.evaluate(() => {
      const band = document.querySelector("[aria-label=Editor] .band.shown")?.getBoundingClientRect();
      if (!band) return "";
      const middle = band.top + band.height / 2;
      const lines = [...document.querySelectorAll("[aria-label=Editor] .view-line")];
      const line = lines.find((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top < middle && middle < bottom;
      });
      return line?.textContent?.replaceAll("\u00a0", " ").trim() ?? "";
    });
  }

  /** The trace that is shown. */
  async readEvents(): Promise<object[]> {
    return this.page.evaluate(() => window.loopscope.events());
  }

  /** From here on, problems that match are what the test is about. */
  expectProblems(pattern: RegExp): void {
    this.#expected = pattern;
  }

  #expected: RegExp | null = null;

  /** The problems that the test is not about. */
  get unexpectedProblems(): string[] {
    return this.problems.filter((problem) => !this.#expected?.test(problem));
  }

  button(name: ButtonName): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The choice of a language. */
  language(name: "Python" | "TypeScript"): Locator {
    return this.page.getByRole("radio", { name, exact: true });
  }

  /** Chooses a language, and waits until its program has run and stands still. */
  async switchTo(name: "Python" | "TypeScript"): Promise<void> {
    await this.language(name).check({ force: true });
    await this.idle();
  }

  region(name: RegionName): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** The tokens of a region, each holding its task's or callback's name. */
  tokens(name: RegionName): Locator {
    return this.region(name).getByRole("listitem");
  }

  get playhead(): Locator {
    return this.page.getByRole("slider", { name: "Playhead", exact: true });
  }

  /** Presses a button and waits until the page is still again. */
  async press(name: ButtonName): Promise<void> {
    await this.button(name).click();
    await this.idle();
  }

  /** Runs the program in the editor: see `runToEnd`. */
  async run(): Promise<void> {
    await runToEnd(this.page);
  }

  /** Moves the playhead by keys: "Home", "End", "ArrowRight", "PageUp" and so on. */
  async movePlayhead(key: string, times = 1): Promise<void> {
    await this.playhead.focus();
    for (let i = 0; i < times; i++) await this.page.keyboard.press(key);
    await this.idle();
  }

  /** Selects a task by its name, as one does whose lane is out of sight. */
  async findTask(name: string): Promise<void> {
    await this.page.locator("body").press("/");
    await this.page.getByRole("searchbox", { name: "Find a task" }).fill(name);
    await this.page.keyboard.press("Escape");
  }

  /** The playhead's event index and what its value text says of it. */
  async readPlayhead(): Promise<ShownState["playhead"]> {
    return this.playhead.evaluate((slider) => ({
      value:
        slider instanceof HTMLInputElement
          ? slider.valueAsNumber
          : Number(slider.getAttribute("aria-valuenow")),
      text: slider.getAttribute("aria-valuetext") ?? "",
    }));
  }

  /** The texts of a region's tokens, in order, each on one line. */
  async readTokens(name: RegionName): Promise<string[]> {
    const texts = await this.tokens(name).allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** All that the page shows at the cursor: equal states of the loop read equal. */
  async readState(): Promise<ShownState> {
    return {
      ready: await this.readTokens("Ready queue"),
      running: await this.readTokens("Running"),
      timers: await this.readTokens("Timers"),
      tasks: await this.readTokens("Tasks"),
      playhead: await this.readPlayhead(),
    };
  }

  /** What the program has written up to the cursor. */
  async readConsole(): Promise<string> {
    return this.region("Console").innerText();
  }
}

/**
 * Presses Run on a page, or in an embed, and looks at the end of the run. Where the page opens the run at a moment, it
 * stays there.
 */
export async function runToEnd(page: Page | Frame): Promise<void> {
  const button = (name: ButtonName) => page.getByRole("button", { name, exact: true });
  await button("Run").click();
  await expect(button("Run")).toBeEnabled();
  await expect(button("Stop").and(page.locator(":enabled"))).toHaveCount(0);
  if (await button("Pause").isVisible()) await page.getByRole("slider", { name: "Playhead" }).press("End");
  await page.evaluate(() => window.loopscope.idle());
}

/** The files of the languages' guests, and of the TypeScript compiler. */
export const GUESTS = /(python|typescript)-worker|pyodide|python_stdlib|typescript-compiler/;
const MONACO = /MonacoEditor/;

interface Parts {
  /** False where a test runs no program of its own: recorded runs need neither a guest nor the compiler. */
  withGuests: boolean;
  /** False where the plain editor serves: it has the same accessible names. */
  withMonaco: boolean;
}

/**
 * Playwright's `test` with a page object, which fails a test whose page had a problem on the way. Booting a guest, and
 * Monaco, take most of a test's time. A page without them waits for their files as on a slow line, so a test that needs
 * one of them after all does not pass.
 */
export const test = base.extend<{ loopscope: LoopscopePage } & Parts>({
  withGuests: [true, { option: true }],
  withMonaco: [true, { option: true }],
  loopscope: async ({ page, context, withGuests, withMonaco }, use) => {
    if (!withGuests) await holdBack(context, GUESTS);
    if (!withMonaco) await holdBack(context, MONACO);
    const loopscope = new LoopscopePage(page);
    await use(loopscope);
    expect(loopscope.unexpectedProblems).toEqual([]);
  },
});

/** Leaves requests without an answer. Returns a function that lets them through, those that wait included. */
export async function holdBack(context: BrowserContext, files: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await context.route(files, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

export { expect };
