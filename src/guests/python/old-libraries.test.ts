/**
 * Programs as talks of 2014 to 2018 showed them, with today's libraries: they run as far as these carry them; else the error has a
 * sentence that says what to write now. Skipped where the wheels are not.
 */
import { expect, test } from "vitest";
import { wheelsOf } from "../../testing/packages/wheels.ts";
import { runPython } from "../../testing/run-python.ts";

const LOOP = "loop = asyncio.get_event_loop()";

const client = `import asyncio
import aiohttp

@asyncio.coroutine
def fetch(session, number):
    response = yield from session.get("http://example.com/status/%d" % number)
    body = yield from response.read()
    print(response.status, len(body))

@asyncio.coroutine
def main(loop):
    session = aiohttp.ClientSession(loop=loop)
    gate = asyncio.Semaphore(1, loop=loop)
    for number in 200, 404:
        with (yield from gate):
            yield from asyncio.wait([fetch(session, number)], loop=loop)
    yield from session.close()

${LOOP}
loop.run_until_complete(main(loop))
loop.close()
`;

const server = `import asyncio
from aiohttp import web

@asyncio.coroutine
def handle(request):
    yield from asyncio.sleep(0.1)
    print(request.method, request.path)
    return web.Response(body=b"Hello")

@asyncio.coroutine
def init(loop):
    app = web.Application(loop=loop)
    app.router.add_route("GET", "/", handle)
    handler = app.make_handler()
    server = yield from loop.create_server(handler, "127.0.0.1", 8080)
    return app, handler, server

${LOOP}
app, handler, server = loop.run_until_complete(init(loop))
try:
    loop.run_forever()
except KeyboardInterrupt:
    server.close()
    loop.run_until_complete(server.wait_closed())
    loop.run_until_complete(app.shutdown())
    loop.run_until_complete(handler.shutdown(60.0))
    loop.run_until_complete(app.cleanup())
print("bye")
`;

test.for([
  ["a client with yield from", client, /^200 \d+\n404 \d+\n$/],
  ["a server by make_handler and create_server, visited", server, /^(GET \/\n){3}bye\n$/],
] as const)("%s runs", async ([, source, printed], { skip }) => {
  const { wheels, lacking } = await wheelsOf(source);
  if (lacking.length > 0) skip(`no wheel of ${lacking.join(", ")}`);
  const { stdout, error } = await runPython(source, { wheels });
  expect(error).toBeNull();
  expect(stdout).toMatch(printed);
});

/** A program whose main is an old one. */
const within = (imports: string, main: string) => `import asyncio
import ${imports}

async def main():
    ${main.replaceAll("\n", "\n    ")}

${LOOP}
loop.run_until_complete(main())
`;

test.for([
  [
    within("aiohttp", `response = await aiohttp.request("GET", "http://example.com")`),
    "Write async with aiohttp.request(…) as response.",
  ],
  [
    within("aiohttp", "with aiohttp.ClientSession() as session: pass"),
    "Write async with aiohttp.ClientSession() as session, inside of async def.",
  ],
  [within("aiohttp", "with aiohttp.Timeout(10): pass"), "Write async with asyncio.timeout(10)."],
  [
    within(
      "aiohttp",
      `async with aiohttp.request("GET", "http://example.com") as response:\n    await response.read_and_close()`,
    ),
    "Write await response.read().",
  ],
  [
    server.replace("handler.shutdown", "handler.finish_connections"),
    "Write await handler.shutdown(60), or use web.AppRunner.",
  ],
  [
    `import asyncio\nimport websockets\n${LOOP}\nloop.run_until_complete(websockets.serve(print, "localhost", 8765))`,
    "websockets needs the loop that runs. Make this call inside of async def main(), and run that by asyncio.run(main()).",
  ],
  [
    "import tornado.web\nclass Main(tornado.web.RequestHandler):\n    @tornado.web.asynchronous\n    def get(self): pass",
    "Write async def get(self).",
  ],
  [
    within("aioredis", "await aioredis.create_redis('redis://localhost')"),
    "Write import redis.asyncio as aioredis.",
  ],
  [within("aiopg", "await aiopg.create_pool('')"), "Use pg8000, which is written in Python."],
  ["import motor.motor_asyncio", "motor was replaced by pymongo's own AsyncMongoClient in 2025"],
] as const)("what replaces it is said: %#", async ([source, sentence], { skip }) => {
  const { wheels, lacking } = await wheelsOf(source);
  const isOld = /^(aioredis|aiopg|motor)$/;
  if (lacking.some((name) => !isOld.test(name))) skip(`no wheel of ${lacking.join(", ")}`);
  const { error } = await runPython(source, { wheels });
  expect(error).toContain(sentence);
});

test("a program that catches the error reads the library's own", async () => {
  const { stdout } = await runPython(
    "try:\n    import aioredis\nexcept ImportError as error:\n    print(error)",
  );
  expect(stdout).toBe("No module named 'aioredis'\n");
});
