import { expect, test } from "vitest";
import { apiTags } from "./api-tags.ts";
import { counterparts } from "../testing/counterparts.ts";
import { tagsOf } from "./tags.ts";

test("the names of asyncio and of the loop, each once, without those that every program uses", () => {
  const source = `import asyncio
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(1, print)
    async with asyncio.Semaphore(3), asyncio.Semaphore(2):
        await asyncio.sleep(1)
    myasyncio.other(); self.loop.time()
asyncio.run(main())`;
  expect(apiTags(source)).toEqual(["asyncio.get_running_loop", "loop.call_later", "asyncio.Semaphore"]);
});

/** Examples that need no more of asyncio than to run and to sleep. */
const plain = ["forgotten-await"];

test.each(counterparts)(
  "$id: what of asyncio it uses, its counterpart uses too",
  ({ id, programs, ...example }) => {
    const tags = tagsOf({ id, ...example });
    expect(tags.length > 0).toBe(!plain.includes(id));
    // Names differ in case and underscores alone: new_event_loop() is new EventLoop().
    const plainly = (text: string) => text.replace(/[\s_]+/g, "").toLowerCase();
    const counterpart = plainly(programs.typescript.source);
    for (const tag of tags) expect(counterpart, tag).toContain(plainly(tag.replace(/^\w+\./, "")));
  },
);
