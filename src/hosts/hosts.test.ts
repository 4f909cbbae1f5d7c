/** Programs that ask built-in hosts: with CPython's own clients, and with streams in both languages. */
import { describe, expect, test } from "vitest";
import { mayAskHosts } from "../share/hosts.ts";
import { expectSameRun } from "../testing/expect-same-run.ts";
import { runPython } from "../testing/run-python.ts";

test("both languages get the same pages at the same times, and the same again", async () => {
  const python = `import asyncio

async def fetch(n, gate):
    async with gate:
        reader, writer = await asyncio.open_connection("example.com", 80)
        writer.write(b"GET /page/%d HTTP/1.1\\r\\nHost: example.com\\r\\nConnection: close\\r\\n\\r\\n" % n)
        page = await reader.read()
        print(n, len(page))
        writer.close()
        await writer.wait_closed()

async def main():
    gate = asyncio.Semaphore(3)
    await asyncio.gather(*[fetch(n, gate) for n in range(5)])

asyncio.run(main())
`;
  const typescript = `import { enter, gather, openConnection, print, run, Semaphore } from "asyncio";

async function fetch(n: number, gate: Semaphore) {
  await using _ = await enter(gate);
  const [reader, writer] = await openConnection("example.com", 80);
  writer.write(\`GET /page/\${n} HTTP/1.1\\r\\nHost: example.com\\r\\nConnection: close\\r\\n\\r\\n\`);
  const page = await reader.read();
  print(n, page.length);
  writer.close();
  await writer.waitClosed();
}

async function main() {
  const gate = new Semaphore(3);
  await gather([0, 1, 2, 3, 4].map((n) => fetch(n, gate)));
}

run(main());
`;
  const { python: run } = await expectSameRun(python, typescript);
  expect(run.outcome).toBe("ok");
  expect((await runPython(python)).time).toBe(run.time);
  expect((await runPython(python, { seed: 2 })).time).not.toBe(run.time);
});

describe("CPython's own clients", () => {
  test("urllib follows redirections, and raises for a status", async () => {
    const { stdout, stderr, outcome } = await runPython(`
import json, urllib.error, urllib.request
with urllib.request.urlopen("http://httpbin.org/redirect/2") as reply:
    print(reply.status, reply.url, json.load(reply)["headers"]["Host"], reply.headers["Server"])
for path in "status/404", "logo.png", "page":
    try:
        urllib.request.urlopen("http://httpbin.org/" + path, data=b"x" if path == "page" else None)
    except urllib.error.HTTPError as error:
        print(error.code, error.reason)
`);
    expect({ outcome, stdout }).toEqual({
      outcome: "ok",
      stdout: `200 http://httpbin.org/get httpbin.org simulated\n404 Not Found\n404 Not Found\n405 Method Not Allowed\n`,
    });
    expect(stderr).toBe("Loopscope: httpbin.org is simulated here. The real host is not contacted.\n");
  });

  test("http.client keeps its connection, and reads what comes in pieces", async () => {
    const { stdout, events, time } = await runPython(`
import http.client, time
connection = http.client.HTTPConnection("api.example.org")
for method, path in [("GET", "/stream/2"), ("HEAD", "/page/1"), ("POST", "/post"), ("GET", "/drip?numbytes=4&duration=8")]:
    connection.request(method, path, body="text" if method == "POST" else None)
    reply = connection.getresponse()
    print(reply.status, reply.headers["Transfer-Encoding"], len(reply.read()) > 3 or method)
begin = time.monotonic()
connection.request("GET", "/delay/30")
connection.getresponse().read()
print(round(time.monotonic() - begin))
`);
    expect(stdout).toBe("200 chunked True\n200 None HEAD\n200 None True\n200 chunked True\n30\n");
    expect(events.filter(({ kind }) => kind === "connectionRequested")).toHaveLength(1);
    expect(time).toBeGreaterThan(36);
  });
});

test("https: simulated TLS, with a certificate for the host's name", async () => {
  const { stdout } = await runPython(`
import http.client, json, socket, ssl, urllib.request
with urllib.request.urlopen("https://httpbin.org/redirect/1") as reply:
    print(reply.status, reply.url, json.load(reply)["url"])
connection = http.client.HTTPSConnection("example.com")
for path in "/bytes/100000", "/drip?numbytes=3":
    connection.request("GET", path)
    print(len(connection.getresponse().read()))
print(connection.sock.version(), connection.sock.getpeercert()["subjectAltName"])
context = ssl.create_default_context()
for name, port in ("www.example.com", 443), ("example.com", 80):
    try:
        context.wrap_socket(socket.create_connection(("example.com", port)), server_hostname=name)
    except ssl.SSLError as error:
        print(error.reason)
connection = http.client.HTTPConnection("example.com", 443)
connection.request("GET", "/")
try:
    connection.getresponse()
except (http.client.HTTPException, OSError) as error:
    print(type(error).__name__)
`);
  expect(stdout.trim().split("\n")).toEqual([
    "200 https://httpbin.org/get https://httpbin.org/get",
    "100000",
    "3",
    "TLSv1.3 (('DNS', 'example.com'),)",
    "CERTIFICATE_VERIFY_FAILED",
    "WRONG_VERSION_NUMBER",
    "RemoteDisconnected",
  ]);
});

test("other ports refuse, and some names stand for no host", async () => {
  const { stdout } = await runPython(`
import socket
for name, port in ("example.com", 81), ("no-such-host.invalid", 80), ("intranet", 80), ("printer.local", 80):
    try:
        socket.create_connection((name, port))
    except OSError as error:
        print(name, type(error).__name__)
`);
  expect(stdout.split("\n")).toEqual([
    "example.com ConnectionRefusedError",
    "no-such-host.invalid gaierror",
    "intranet gaierror",
    "printer.local gaierror",
    "",
  ]);
});

test.each([
  ["await asyncio.open_connection('example.com', 80)", true],
  ["urlopen(f'http://{name}/')", true],
  ["requests.get(url.format('https://a.example'))", true],
  ["redis.Redis()", true],
  ["open_connection('127.0.0.1', 8888)", false],
  ["await asyncio.start_server(f, 'localhost', 0)", false],
  ["print('hello.')", false],
])("the text of a program says if it may ask for a host: %s", (source, expected) => {
  expect(mayAskHosts({ source })).toBe(expected);
});

describe("Redis", () => {
  const client = `import asyncio

async def ask(reader, writer, *words):
    writer.write(b"*%d\\r\\n" % len(words) + b"".join(b"$%d\\r\\n%s\\r\\n" % (len(w), w) for w in words))
    return await reader.readline()
`;

  test("it answers by its name, and on localhost where the program does not listen", async () => {
    const { stdout, stderr } = await runPython(`${client}
async def main():
    for host in "redis", "localhost":
        reader, writer = await asyncio.open_connection(host, 6379)
        print(await ask(reader, writer, b"INCR", b"n"))
        print(await ask(reader, writer, b"EVAL", b"return 1", b"0"))
        writer.close()
    server = await asyncio.start_server(print, "localhost", 6379)

asyncio.run(main())`);
    const lacks = `b"-ERR unknown command 'EVAL', with args beginning with: 'return 1' '0' \\r\\n"`;
    expect(stdout).toBe(`b':1\\r\\n'\n${lacks}\nb':2\\r\\n'\n${lacks}\n`);
    expect(stderr).toContain(
      "Loopscope: Redis is simulated here, in memory; it forgets everything when the program ends.\n" +
        "Loopscope: the simulated Redis does not have EVAL.\n",
    );
    // As where a real one runs.
    expect(stderr).toContain("error while attempting to bind on address ('127.0.0.1', 6379)");
  });

  test("a server of the program at that port is its own", async () => {
    const { stdout, stderr } = await runPython(`${client}
async def serve(reader, writer):
    await reader.readline()
    writer.write(b"mine\\n")

async def main():
    server = await asyncio.start_server(serve, "localhost", 6379)
    print(await ask(*await asyncio.open_connection("localhost", 6379), b"PING"))

asyncio.run(main())`);
    expect([stdout, stderr]).toEqual(["b'mine\\n'\n", ""]);
  });

  test("a program that serves and uses Redis is visited all the same", async () => {
    const { stdout, error } = await runPython(`${client}
async def serve(reader, writer):
    redis = await asyncio.open_connection("localhost", 6379)
    print(await ask(*redis, b"INCR", b"visits"))
    writer.close()

async def main():
    async with await asyncio.start_server(serve, "localhost", 8000) as server:
        await asyncio.open_connection("localhost", 6379)
        await server.serve_forever()

asyncio.run(main())`);
    expect(stdout).toBe("b':1\\r\\n'\nb':2\\r\\n'\nb':3\\r\\n'\n");
    expect(error).toContain("KeyboardInterrupt");
  });

  test("a plan crashes it: its clients see a reset, and it has forgotten all when it is back", async () => {
    const source = `${client}
async def main():
    reader, writer = await asyncio.open_connection("redis", 6379)
    for second in range(6):
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("redis", 6379)
            print(second, await ask(reader, writer, b"INCR", b"n"))
        except OSError as error:
            print(second, type(error).__name__)
            writer = None
        await asyncio.sleep(1)

asyncio.run(main())`;
    const fault = { host: "redis", factor: 1 };
    const { stdout, stderr } = await runPython(source, {
      faults: [
        { ...fault, at: 1.5, action: "crash" },
        { ...fault, at: 3.5, action: "restore" },
      ],
    });
    expect(stdout.trim().split("\n")).toEqual([
      String.raw`0 b':1\r\n'`,
      String.raw`1 b':2\r\n'`,
      "2 ConnectionResetError",
      "3 ConnectionRefusedError",
      String.raw`4 b':1\r\n'`,
      String.raw`5 b':2\r\n'`,
    ]);
    expect(stderr).toContain("Loopscope: redis crashes: its connections are reset.\n");
  });
});

test("a server of the program on a machine of its own, cut off and back, is the same in both languages", async () => {
  const python = `import asyncio

async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line)

async def main():
    server = await asyncio.start_server(serve, "db.test", 5432)
    reader, writer = await asyncio.open_connection("db.test", 5432)
    for n in range(3):
        writer.write(b"%d\\n" % n)
        print((await reader.readline()).decode().strip())
        await asyncio.sleep(1)
    writer.close()
    server.close()

asyncio.run(main())
`;
  const typescript = `import {
  openConnection, print, run, sleep, startServer, type StreamReader, type StreamWriter,
} from "asyncio";

async function serve(reader: StreamReader, writer: StreamWriter) {
  for (;;) {
    const line = await reader.readline();
    if (line.length === 0) break;
    writer.write(line);
  }
}

async function main() {
  const server = await startServer(serve, "db.test", 5432);
  const [reader, writer] = await openConnection("db.test", 5432);
  for (let n = 0; n < 3; n++) {
    writer.write(\`\${n}\\n\`);
    print(new TextDecoder().decode(await reader.readline()).trim());
    await sleep(1);
  }
  writer.close();
  server.close();
}

run(main());
`;
  const fault = { host: "db.test", factor: 1 };
  const { python: run } = await expectSameRun(python, typescript, {
    faults: [
      { ...fault, at: 0.5, action: "cut" },
      { ...fault, at: 4, action: "restore" },
    ],
  });
  const times = (run.output as [number][]).map(([time]) => Math.round(time * 10) / 10);
  expect(times[0]).toBe(0.1);
  expect(times[1]).toBeGreaterThan(4);
});
