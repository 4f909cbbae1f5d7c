/** Visitors of Python servers: who comes, when, and how that ends. */
import { expect, test } from "vitest";
import type { Visit } from "../../share/visits.ts";
import { type PythonRun, runPython } from "../../testing/run-python.ts";

/** An asyncio server that answers a line after 0.1 s; `more` is in its main. */
const server = (port: number, more = "await server.serve_forever()") => `import asyncio, signal

async def answer(reader, writer):
    line = await reader.readline()
    now = asyncio.get_running_loop().time()
    print(f"{now:.3f}", line.decode().strip())
    await asyncio.sleep(0.1)
    writer.write(b"HTTP/1.1 204 No Content\\r\\n\\r\\n")
    writer.close()

async def main():
    server = await asyncio.start_server(answer, port=${port})
    async with server:
        ${more.replaceAll("\n", "\n        ")}

asyncio.run(main())
`;

const signals = ({ events }: PythonRun) =>
  events.filter(({ kind }) => kind === "signalRaised").map(({ name, origin }) => [name, origin]);
const guests = ({ events }: PythonRun) =>
  events.filter(({ kind }) => kind === "hostAdded").map(({ name }) => name);

test("a program that only serves is visited, alone and by two at once, and then interrupted", async () => {
  const run = await runPython(server(8080));
  expect(run.stdout).toBe("1.000 GET / HTTP/1.1\n2.000 GET / HTTP/1.1\n2.000 GET / HTTP/1.1\n");
  expect(guests(run)).toEqual(["visitor 1", "visitor 2", "visitor 3"]);
  expect(signals(run)).toEqual([["SIGINT", "visitor"]]);
  expect(run).toMatchObject({ outcome: "error", error: "KeyboardInterrupt" });
  // A second after the last visitor has left.
  expect(run.time).toBeCloseTo(3.1, 1);
  expect((await runPython(server(8080))).events).toEqual(run.events);
});

test("a server that handles Ctrl-C ends well", async () => {
  const run = await runPython(
    server(
      8080,
      "stop = asyncio.Event()\nasyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)\nawait stop.wait()\nprint('bye')",
    ),
  );
  expect(run).toMatchObject({ outcome: "ok", error: null });
  expect(run.stdout).toMatch(/bye\n$/);
});

test("at a port of no web server a visitor sends a line", async () => {
  const { stdout } = await runPython(server(7000));
  expect(stdout).toBe("1.000 hello\n2.000 hello\n2.000 hello\n");
});

test("a program that talks to itself is not visited, nor is one without a server, or with no visits", async () => {
  const itself = "await asyncio.open_connection('127.0.0.1', 8080)\nawait server.serve_forever()";
  for (const [source, visits] of [
    [server(8080, itself), undefined],
    [server(8080), []],
    ["import asyncio\nasyncio.run(asyncio.Event().wait())", undefined],
  ] as const) {
    const run = await runPython(source, visits && { visits });
    expect([run.outcome, guests(run), signals(run)]).toEqual(["deadlock", [], []]);
  }
});

test("planned visits come at their times, also while timers are pending; then Ctrl-C", async () => {
  const visits: Visit[] = [
    { at: 0.5, method: "POST", path: "/orders", count: 1 },
    { at: 3, method: "LINE", path: "hi", count: 2 },
  ];
  const run = await runPython(server(8080, "await asyncio.sleep(4)\nawait server.serve_forever()"), {
    visits,
  });
  expect(run.stdout).toBe("0.500 POST /orders HTTP/1.1\n3.000 hi\n3.000 hi\n");
  expect([run.error, signals(run)]).toEqual(["KeyboardInterrupt", [["SIGINT", "visitor"]]]);
  expect(run.time).toBe(5);
});

test("a blocking server in the main thread is visited, too; one that never answers is left after 5 s", async () => {
  const run = await runPython(`import socket, time

with socket.create_server(("", 8080)) as server:
    while True:
        connection, _ = server.accept()
        print(f"{time.monotonic():.3f}", connection.recv(3))
        while connection.recv(1000): pass
        print(f"{time.monotonic():.3f} left")
        connection.close()
`);
  expect(run.stdout).toBe("1.000 b'GET'\n6.000 left\n6.000 b'GET'\n7.000 left\n7.000 b'GET'\n7.000 left\n");
  expect(run.error).toBe("KeyboardInterrupt");
});

test("a visitor that finds the server closed between two visits does no harm", async () => {
  const visits: Visit[] = [{ at: 2, method: "GET", path: "/", count: 1 }];
  const run = await runPython(server(8080, "await asyncio.sleep(1)"), { visits });
  expect([run.outcome, guests(run), run.time]).toEqual(["ok", [], 1]);
});

const HANDLER = `import http.server, socket, select, selectors, socketserver, threading, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        self.end_headers()
    def log_message(self, *words): print(f"{time.monotonic():.3f}", self.path)
def answer(server):
    connection, _ = server.accept()
    with connection:
        print(f"{time.monotonic():.3f}", connection.recv(100).split()[1].decode())
        connection.sendall(b"HTTP/1.0 204 No Content\\r\\n\\r\\n")
`;
const SERVER = `with http.server.ThreadingHTTPServer(("127.0.0.1", 8080), Handler) as server:`;
const SOCKET = `with socket.create_server(("127.0.0.1", 8080)) as server:`;
const TICKING = "while True: await asyncio.sleep(60)";

test.each([
  ["serve_forever", `${SERVER}\n    server.serve_forever()`],
  [
    "serve_forever in a thread",
    `${SERVER}\n    thread = threading.Thread(target=server.serve_forever, daemon=True)\n    thread.start()\n    thread.join()`,
  ],
  [
    "serve_forever in a thread, and a main thread that sleeps",
    `${SERVER}\n    threading.Thread(target=server.serve_forever, daemon=True).start()\n    while True: time.sleep(1)`,
  ],
  [
    "handle_request with a timeout",
    `${SERVER}\n    server.timeout = 0.5\n    while True: server.handle_request()`,
  ],
  [
    "select",
    `${SOCKET}\n    while True:\n        for ready in select.select([server], [], [], 0.5)[0]: answer(ready)`,
  ],
  [
    "a selector",
    `${SOCKET}\n    chosen = selectors.DefaultSelector()\n    chosen.register(server, selectors.EVENT_READ)\n    while True:\n        for key, _ in chosen.select(0.5): answer(key.fileobj)`,
  ],
  [
    "select that does not wait",
    `${SOCKET}\n    while True:\n        for ready in select.select([server], [], [], 0)[0]: answer(ready)`,
  ],
  [
    "accept that does not block",
    `${SOCKET}\n    server.setblocking(False)\n    while True:\n        try: server.accept()[0].close()\n        except BlockingIOError: continue\n        print(f'{time.monotonic():.3f} /')`,
  ],
  [
    "accept with a timeout, and a heartbeat",
    `${SOCKET}\n    server.settimeout(0.5)\n    running = True\n    while running:\n        try: server.accept()[0].close()\n        except TimeoutError: continue\n        print(f'{time.monotonic():.3f} /')`,
  ],
])("a program that serves and polls is visited: %s", async (_, body) => {
  const run = await runPython(`${HANDLER}${body}\n`, { cap: 5000 });
  // The third poll in vain ends at 1 s or before; a second later they come.
  expect(run.stdout.split("\n")).toEqual([
    expect.stringMatching(/^[12]\.\d+ \/$/),
    expect.stringMatching(/^[23]\.\d+ \/$/),
    expect.stringMatching(/^[23]\.\d+ \/$/),
    "",
  ]);
  expect([run.error, guests(run), signals(run)]).toEqual([
    "KeyboardInterrupt",
    ["visitor 1", "visitor 2", "visitor 3"],
    [["SIGINT", "visitor"]],
  ]);
});

test("polls that do not block take time, little of it where the program reads the clock between them", async () => {
  const { stdout, error } = await runPython(
    `import socket, threading, time
left, right = socket.socketpair()
left.setblocking(False)
def receive(until=None):
    while until is None or time.monotonic() < until:
        try:
            return left.recv(10)
        except BlockingIOError:
            pass
print(receive(time.monotonic() + 0.05), round(time.monotonic(), 3))
threading.Timer(0.1, right.send, [b"hello"]).start()
print(receive(), round(time.monotonic(), 3))
`,
    { cap: 50_000 },
  );
  expect([stdout, error]).toEqual(["None 0.05\nb'hello' 0.15\n", null]);
});

test("an event loop is visited whose tasks only sleep in loops without an end", async () => {
  const run = await runPython(server(8080, TICKING), { cap: 5000 });
  expect(run.stdout).toBe("1.000 GET / HTTP/1.1\n2.000 GET / HTTP/1.1\n2.000 GET / HTTP/1.1\n");
  expect([run.error, signals(run)]).toEqual(["KeyboardInterrupt", [["SIGINT", "visitor"]]]);
  expect(run.time).toBeCloseTo(3.1, 1);
});

const ENDLESS = `async def tick(): pass
async def endless():
    while True:
        await asyncio.sleep(5)
        await tick()
`;

test("a loop without an end that does other things keeps visitors away for ten quiet rounds", async () => {
  const run = await runPython(
    server(8080, `${ENDLESS}ticking = asyncio.create_task(endless())\nawait server.serve_forever()`),
    { cap: 5000 },
  );
  expect(run.stdout).toBe("46.000 GET / HTTP/1.1\n47.000 GET / HTTP/1.1\n47.000 GET / HTTP/1.1\n");
  expect([run.error, signals(run)]).toEqual(["KeyboardInterrupt", [["SIGINT", "visitor"]]]);
});

test("a program that polls is not visited if it may still do another thing", async () => {
  const start = "threading.Thread(target=server.serve_forever, daemon=True).start()";
  const ask = "urllib.request.urlopen('http://127.0.0.1:8080').close()";
  const bodies = [
    // The main thread sleeps, counts, computes, or has a timer; then it asks its own server.
    `${SERVER}\n    ${start}\n    time.sleep(100)\n    ${ask}`,
    `${SERVER}\n    ${start}\n    for _ in range(100): time.sleep(1)\n    ${ask}`,
    `${SERVER}\n    ${start}\n    count = 0\n    while count < 100:\n        count += 1\n        time.sleep(1)\n    ${ask}`,
    `${SERVER}\n    ${start}\n    while True:\n        time.sleep(1)\n        if time.monotonic() > 60: break\n    ${ask}`,
    `${SERVER}\n    threading.Timer(60, server.shutdown).start()\n    server.serve_forever()`,
    // It polls a limited number of times.
    `${SOCKET}\n    for _ in range(9): select.select([server], [], [], 0.5)`,
    `${SOCKET}\n    count = 0\n    while count < 9:\n        count += 1\n        select.select([server], [], [], 0.5)`,
    // It has asked before.
    `${SERVER}\n    ${start}\n    ${ask}\n    for _ in range(9): time.sleep(1)`,
    // A task of its loop sleeps, and then does more.
    server(8080, `await asyncio.sleep(100)\nawait asyncio.open_connection("127.0.0.1", 8080)`),
    server(8080, `for _ in range(9): await asyncio.sleep(10)`),
    server(
      8080,
      `asyncio.get_running_loop().call_later(60, server.close)\n${TICKING.replace("True", "server.is_serving()")}`,
    ),
    // Its loops go on, and one task asks its own server in the end, or again and again.
    server(
      8080,
      `${ENDLESS}ticking = asyncio.create_task(endless())\nawait asyncio.sleep(99)\nawait asyncio.open_connection("127.0.0.1", 8080)`,
    ),
    server(
      8080,
      `async def ask():\n    while True:\n        await asyncio.sleep(5)\n        await asyncio.open_connection("127.0.0.1", 8080)\nasking = asyncio.create_task(ask())\nawait asyncio.sleep(30)`,
    ),
  ];
  for (const body of bodies) {
    const run = await runPython(`${HANDLER}import urllib.request\n${body}\n`, { cap: 5000 });
    expect([body, run.error, guests(run)]).toEqual([body, null, []]);
  }
});

test("a call that blocks while visitors might come keeps no object of its callers", async () => {
  const run = await runPython(`
from urllib.request import urlopen

class Local:
    def __del__(self):
        print("dropped")

def fetch():
    local = Local()
    print(urlopen("http://example.com/").status)

fetch()
print("after")
`);
  expect(run.stdout).toBe("200\ndropped\nafter\n");
  expect(run.events.filter(({ kind }) => kind === "warningRaised")).toEqual([]);
});
