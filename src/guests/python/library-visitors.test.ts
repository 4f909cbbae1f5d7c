/**
 * Visitors of servers whose code is in a library: loops in the text of a wheel are told from those of the program. The wheel is
 * one of our own, with loops as uvicorn and aiohttp have them.
 */
import { expect, test } from "vitest";
import { makeWheel } from "../../testing/packages/make-wheel.ts";
import { runPython } from "../../testing/run-python.ts";

const library = await makeWheel({
  "served.py": `
import asyncio

class Server:
    def __init__(self):
        self.done, self.ticks = False, 0

    async def answer(self, reader, writer):
        print(f"{asyncio.get_running_loop().time():.1f}", await reader.readline())
        writer.close()

    async def serve(self, work):
        server = await asyncio.start_server(self.answer, "127.0.0.1", 8080)
        async with server:
            await work()

    async def tick(self):
        "As uvicorn's main loop."
        while not self.done:
            await asyncio.sleep(0.1)
            self.done = await self.should_end()

    async def should_end(self):
        self.ticks += 1
        return self.ticks > 1000

    async def sleep_for_ever(self):
        "As aiohttp's run_app."
        while True:
            await asyncio.sleep(3600)

    async def try_again(self):
        for _ in range(100):
            await asyncio.sleep(1)

    async def knock(self):
        while True:
            try:
                await asyncio.open_connection("elsewhere.test", 80)
            except OSError:
                pass
            await asyncio.sleep(1)
`,
});

const program = (body: string) => `import asyncio
from served import Server

async def main():
    server = Server()
    ${body}

asyncio.run(main())
`;

/** Return how many visitors came, and what the first asked and when. */
async function visit(body: string) {
  const { stdout, events, error } = await runPython(program(body), { wheels: [library], cap: 10_000 });
  const names = events.flatMap((event) => (event.kind === "hostAdded" ? [String(event.name)] : []));
  const visitors = names.filter((name) => name.startsWith("visitor")).length;
  return { visitors, first: stdout.split("\n")[0], error };
}

test("a library's loop without an end that only sleeps keeps no visitor away", async () => {
  const first = "1.0 b'GET / HTTP/1.1\\r\\n'";
  expect(await visit("await server.serve(server.sleep_for_ever)")).toEqual({
    visitors: 3,
    first,
    error: "KeyboardInterrupt",
  });
});

test("a library's loop that ticks keeps visitors away for ten rounds", async () => {
  const first = "1.9 b'GET / HTTP/1.1\\r\\n'";
  expect(await visit("await server.serve(server.tick)")).toEqual({
    visitors: 3,
    first,
    error: "KeyboardInterrupt",
  });
});

test.each([
  ["tries a number of times", "await server.serve(server.try_again)"],
  ["knocks somewhere else", "await server.serve(server.knock)"],
  [
    "ticks while the program sleeps, which then asks itself",
    `serving = asyncio.create_task(server.serve(server.tick))
    await asyncio.sleep(20)
    await asyncio.open_connection("127.0.0.1", 8080)
    serving.cancel()`,
  ],
  [
    "ticks, and another task of the program ends it",
    `serving = asyncio.create_task(server.serve(server.tick))
    asyncio.get_running_loop().call_later(20, serving.cancel)
    await asyncio.wait([serving])`,
  ],
  [
    "ticks under a timeout",
    `try:
        await asyncio.wait_for(server.serve(server.tick), 20)
    except TimeoutError:
        pass`,
  ],
  ["ticks, and serves nothing", "await server.tick()"],
])("no visitor comes where a library's loop %s", async (_, body) => {
  expect((await visit(body)).visitors).toBe(0);
});
