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
