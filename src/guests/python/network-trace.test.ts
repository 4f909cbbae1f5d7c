/** The network of Python programs in the trace: waits and their endpoints, blocking calls, transports that pause. */
import { expect, test } from "vitest";
import type { EventKind } from "../../events/event.ts";
import { runPython, type PythonRun } from "../../testing/run-python.ts";

const beginning = `import asyncio, os, socket, threading, time
async def serving(handle):
    server = await asyncio.start_server(handle, "127.0.0.1", 8080)
    return server
`;

const run = (body: string) => runPython(beginning + body);

const pick = ({ events }: PythonRun, kind: EventKind, ...fields: string[]) =>
  events
    .filter((event) => event.kind === kind)
    .map((event) => fields.map((field) => (event as unknown as Record<string, unknown>)[field]));

test("a task's suspension says what it waits for on the network, and on which endpoint", async () => {
  const program = await run(`async def handle(reader, writer):
    while await reader.read(100_000):
        pass
    writer.close()
async def main():
    loop = asyncio.get_running_loop()
    server = await serving(handle)
    forever = asyncio.create_task(server.serve_forever())
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080)
    writer.write(b"x" * 500_000)
    await writer.drain()
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        udp.setblocking(False)
        udp.bind(("127.0.0.1", 0))
        loop.call_later(1, udp.sendto, b"x", udp.getsockname())
        await loop.sock_recvfrom(udp, 10)
    await loop.getaddrinfo("localhost", 80)
    udp, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("localhost", 9999))
    udp.close()
    forever.cancel()
asyncio.run(main())`);
  const reasons = pick(program, "taskSuspended", "reason", "on", "coroutine");
  expect(reasons).toContainEqual(["accept", 1, "Server.serve_forever"]);
  expect(reasons).toContainEqual(["connect", 2, "main"]);
  expect(reasons).toContainEqual(["connect", 3, "BaseSelectorEventLoop._accept_connection2"]);
  expect(reasons).toContainEqual(["read", 3, "handle"]);
  expect(reasons).toContainEqual(["drain", 2, "main"]);
  expect(reasons).toContainEqual(["datagram", 4, "main"]);
  expect(reasons).toContainEqual(["name", null, "main"]);
  const last = reasons.filter(([, , coroutine]) => coroutine === "main").slice(-3);
  expect(last).toEqual([
    ["name", null, "main"],
    ["name", null, "main"],
    ["connect", 5, "main"],
  ]);
});

test("a transport over its mark pauses writing, and one that is paused reads nothing", async () => {
  const program = await run(`async def handle(reader, writer):
    await asyncio.sleep(1)
    writer.transport.pause_reading()
    await asyncio.sleep(1)
    writer.transport.resume_reading()
    while await reader.read(1_000_000):
        pass
    writer.close()
async def main():
    server = await serving(handle)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080)
    writer.write(b"x" * 1_000_000)
    await writer.drain()
    writer.write_eof()
    await reader.read()
asyncio.run(main())`);
  expect(program.error).toBeNull();
  expect(pick(program, "writingPaused", "endpoint", "mark")).toEqual([[2, 65_536]]);
  expect(pick(program, "writingResumed", "endpoint", "mark")).toEqual([[2, 16_384]]);
  expect(pick(program, "readingPaused", "endpoint", "task", "line")[0]).toEqual([3, null, null]);
  expect(pick(program, "readingResumed", "endpoint").length).toBeGreaterThan(0);
});

test("a buffer over its mark is reported again each time that it has doubled", async () => {
  const program = await run(`async def main():
    server = await serving(lambda reader, writer: asyncio.sleep(9))
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080)
    for _ in range(100):
        writer.write(b"x" * 20_000)
    await asyncio.sleep(1)
asyncio.run(main())`);
  expect(program.error).toBeNull();
  const sizes = pick(program, "writingPaused", "bytes").flat() as number[];
  expect(sizes.length).toBe(5);
  sizes.reduce((before, size) => {
    expect(size).toBeGreaterThanOrEqual(2 * before);
    expect(size).toBeLessThan(2 * before + 20_000);
    return size;
  }, 32_768);
});

test("a blocking call holds the loop while the network does not stand still", async () => {
  const program = await run(`async def tick():
    await asyncio.sleep(0.5)
    print("tick", time.monotonic())
async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(0)
    one, other = socket.socketpair()
    threading.Timer(2, other.send, [b"x"]).start()
    print(one.recv(10), time.monotonic())
    await task
asyncio.run(main())`);
  expect(program.stdout).toBe("b'x' 2.0\ntick 2.0\n");
  expect(pick(program, "loopBlocked", "call", "line", "duration")).toEqual([["socket.recv", 13, 2]]);
});

test.each([
  ["urllib.request.urlopen('http://127.0.0.1:8080')", "urllib.request.urlopen", "on port 8080"],
  ["socket.create_connection(('127.0.0.1', 8080)).recv(1)", "socket.recv", "on port 8080"],
  ["unix.recv(1)", "socket.recv", "at /tmp/here"],
])("%s of a server on the same loop says so", async (call, name, place) => {
  const program = await run(`import urllib.request
async def handle(reader, writer):
    await reader.read()
async def main():
    server = await serving(handle)
    other = await asyncio.start_unix_server(handle, "/tmp/here")
    unix = socket.socket(socket.AF_UNIX)
    unix.connect("/tmp/here")
    ${call}
asyncio.run(main())`);
  expect(program).toMatchObject({ outcome: "deadlock", line: 13 });
  const sentence = `The server ${place} runs on the event loop that this call blocks.`;
  expect(program.error).toContain(`deadlock: ${name} on line 13 blocks the event loop for ever. ${sentence}`);
  expect(String(pick(program, "callBlocked", "cause"))).toContain(sentence);
});

test.each([
  ["os.read(r, 1)", "os.read"],
  ["one.recv(1)", "socket.recv"],
  ["select.select([one], [], [])", "select.select"],
])("%s that nothing ends is a deadlock of the main thread", async (call, name) => {
  const program = await run(`import select
r, w = os.pipe()
one, other = socket.socketpair()
${call}`);
  expect(program.error).toBe(`deadlock: the main thread waits in ${name}, and nothing will arrive.`);
  expect(program.line).toBe(8);
});

test("what a loop in a thread does on the network is recorded, with its tasks", async () => {
  const program = await run(`ready = threading.Event()
async def handle(reader, writer):
    writer.write(await reader.readline())
    writer.close()
    stopped.set()
async def serve():
    global stopped
    stopped = asyncio.Event()
    async with await serving(handle):
        ready.set()
        await stopped.wait()
thread = threading.Thread(target=lambda: asyncio.run(serve()))
thread.start()
ready.wait()
client = socket.create_connection(("127.0.0.1", 8080))
client.sendall(b"line\\n")
print(client.recv(10))
thread.join()`);
  expect(program).toMatchObject({ error: null, stdout: "b'line\\n'\n" });
  expect(pick(program, "bytesSent", "endpoint", "task", "line")).toEqual([
    [2, null, 20],
    [3, 4, 7],
  ]);
  expect(pick(program, "taskCreated", "task", "coroutine")).toContainEqual([4, "handle"]);
  expect(pick(program, "endpointClosed", "endpoint").flat().sort()).toEqual([1, 2, 3]);
  expect(pick(program, "endpointReady", "endpoint")).toContainEqual([3]);
});

test("time passes for a loop that tries again and again until something has arrived", async () => {
  const program = await run(`server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
conn.setblocking(False)
client.send(b"x")
while True:
    try:
        print(conn.recv(10))
        break
    except BlockingIOError:
        pass`);
  expect(program.stdout).toBe("b'x'\n");
  expect(pick(program, "loopBlocked", "call").at(-1)).toEqual(["socket.recv"]);
});

test("a program finds no descriptor and no file of the last one", async () => {
  const leave = await run(`sockets = [socket.create_server(("127.0.0.1", 8080)), *socket.socketpair()]
sockets[1].send(b"x")
file = socket.socket(socket.AF_UNIX)
file.bind("left.sock")
r, w = os.pipe()
socket.setdefaulttimeout(3)
print(sockets[0].fileno())`);
  expect(leave.error).toBeNull();
  const next = await run(`print(socket.create_server(("127.0.0.1", 8080)).fileno())
print(os.path.exists("left.sock"), socket.getdefaulttimeout())`);
  expect(next.stdout).toBe(`${leave.stdout}False None\n`);
});

test("the settings of a program's network are those of its run", async () => {
  const source = `import asyncio

async def serve(reader, writer):
    writer.write(await reader.read(9))
    writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(b"secret")
    print(await reader.read(), asyncio.get_running_loop().time())
    writer.close()

asyncio.run(main())
`;
  const run = await runPython(source, { network: { "localhost.latency": 0.25, previews: 0 } });
  // A round trip for the connection, and one for the bytes.
  expect(run.stdout).toBe("b'secret' 1.0\n");
  expect(pick(run, "bytesSent", "bytes", "preview")).toEqual([
    [6, ""],
    [6, ""],
  ]);
  const atOnce = await runPython(source, { network: { "localhost.latency": 0 } });
  expect(atOnce.stdout).toBe("b'secret' 0.0\n");
  expect(pick(atOnce, "bytesSent", "preview")).toEqual([["secret"], ["secret"]]);
});

test("a flood ends with a sentence", async () => {
  const source = `import asyncio

async def main():
    server = await asyncio.start_server(lambda reader, writer: asyncio.sleep(1000), "127.0.0.1", 8888)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    data = bytes(2**25)
    for _ in range(9):
        writer.write(data)

asyncio.run(main())
`;
  const { outcome, error } = await runPython(source);
  expect(outcome).toBe("error");
  expect(error).toMatch(/^OSError: \[Errno 42\] 256 MiB wait in a transport's buffer: await drain\(\)/);
});

test("a program without sockets reports nothing of the network, and no time passes for it", async () => {
  const { events } = await run(`async def main():
    await asyncio.sleep(1)
asyncio.run(main())`);
  expect(events.filter(({ kind }) => /endpoint|bytes|connection/.test(kind))).toEqual([]);
  expect(events.filter(({ kind }) => kind === "clockAdvanced")).toHaveLength(1);
});
