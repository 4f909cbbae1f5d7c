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
