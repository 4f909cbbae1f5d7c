// The help of each kind of warning in the inspector: complete, not cut, in a wide and a narrow window.

import { diagnoses } from "../src/store/warnings/warning.ts";
import { readFileSync } from "node:fs";
import { readCorpus } from "../src/testing/warnings/corpus.ts";
import { expect, test } from "./loopscope-page.ts";

/** Kinds that the corpora have no program for. */
const others: Readonly<Record<string, string>> = {
  busyWait: `import asyncio
done = False
async def work():
    global done
    await asyncio.sleep(1)
    done = True
async def main():
    task = asyncio.create_task(work())
    while not done:
        await asyncio.sleep(0)
asyncio.run(main())
`,
  notThreadsafe: `import asyncio, threading, time
async def main():
    event = asyncio.Event()
    def work():
        time.sleep(1)
        event.set()
    threading.Thread(target=work).start()
    asyncio.get_running_loop().call_later(3, print)
    await event.wait()
asyncio.run(main())
`,
  replaced: `import asyncio
@asyncio.coroutine
def main():
    yield from asyncio.sleep(1)
asyncio.run(main())
`,
  unknownCode: `import asyncio
async def main():
    await asyncio.sleep(1)  # loopscope: ignore[blocking]
asyncio.run(main())
`,
  deadlock: `import asyncio
async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    await lock.acquire()
asyncio.run(main())
`,
};

const text = (language: string) =>
  readFileSync(new URL(`../src/testing/warnings/${language}.txt`, import.meta.url), "utf8");

/** A program for each code, of those that have one. */
function programsIn(language: string): [code: string, source: string][] {
  const corpus = readCorpus(text(language), language);
  return diagnoses.flatMap((code) => {
    const found = corpus.find(
      ({ expected }) => expected.length > 0 && expected.every((one) => one.startsWith(`${code} `)),
    );
    const source = found?.source ?? (language === "python" ? others[code] : undefined);
    return source === undefined ? [] : [[code, source]];
  });
}

for (const language of ["python", "typescript"] as const) {
  test(`each kind of warning has its help: ${language}`, async ({ loopscope, page }) => {
    const programs = programsIn(language);
    if (language === "python") expect(programs.map(([code]) => code)).toEqual([...diagnoses]);
    await loopscope.openPaused(`?lang=${language}`);
    await page.locator(".monaco-editor .view-line").first().waitFor();
    const inspector = page.getByRole("region", { name: "Inspector" });
    for (const [code, source] of programs) {
      await loopscope.write(source);
      await page.keyboard.press("ControlOrMeta+Enter");
      await loopscope.idle();
      await loopscope.movePlayhead("End");
      const warnings = loopscope.region("Console").getByRole("img", { name: "Warning" });
      await warnings.first().click();
      await expect(inspector).toContainText(`About ${code}`);
      for (const part of ["What to do", "In general", `loopscope: ignore[${code}]`])
        await expect(inspector).toContainText(part);
      if (language === "typescript")
        await expect(inspector).not.toContainText(/asyncio\.\w+\(|in a thread|\braise\b/);
      const link = inspector.getByRole("link", { name: "See an example" });
      if (!["notThreadsafe", "replaced", "unknownCode"].includes(code))
        await expect(link).toHaveAttribute("href", new RegExp(`^\\?example=[\\w-]+&lang=${language}$`));
      for (const [theme, width] of [
        ["dark", 1280],
        ["light", 390],
      ] as const) {
        await page.setViewportSize({ width, height: width < 500 ? 844 : 720 });
        await loopscope.switchTheme(theme);
        await expect(inspector).toContainText(`About ${code}`);
        const cut = await inspector.evaluate((root) =>
          [root, ...root.querySelectorAll("*")]
            .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
            .map(({ className, textContent }) => `${className}: ${textContent.slice(0, 60)}`),
        );
        expect([code, width, cut]).toEqual([code, width, []]);
        if (process.env.LOOPSCOPE_SHOTS)
          await page.screenshot({ path: `${process.env.LOOPSCOPE_SHOTS}/${language}-${code}-${theme}.png` });
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.keyboard.press("Escape");
    }
  });
}
