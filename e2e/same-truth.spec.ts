/*
 * Programs whose traces depend on the most: threads that take turns, clocks that are watched, signals, TLS, the library. The
 * page and the headless recorder must agree on each event.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "./loopscope-page.ts";

const programs = {
  "threads that hand over by a queue, a lock and a condition": [
    "py",
    `import asyncio, queue, threading, time

items, lock, ready = queue.Queue(maxsize=1), threading.Lock(), threading.Condition()
done = []

def produce():
    for n in range(3):
        time.sleep(0.1)
        items.put(n)
    items.put(None)

def consume(name):
    while (item := items.get()) is not None:
        with lock:
            time.sleep(0.15)
            print(name, item)
    items.put(None)
    with ready:
        done.append(name)
        ready.notify_all()

async def main():
    threads = [threading.Thread(target=consume, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    await asyncio.gather(asyncio.to_thread(produce), asyncio.sleep(0.2))
    with ready:
        ready.wait_for(lambda: len(done) == 2)
    print(sorted(done))

asyncio.run(main())
`,
  ],
  "a loop in a thread, and a busy wait": [
    "py",
    `import asyncio, threading, time

loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()

async def work(n):
    await asyncio.sleep(n / 10)
    return n

print(asyncio.run_coroutine_threadsafe(work(3), loop).result())
end = time.perf_counter() + 0.5
while time.perf_counter() < end:
    pass
loop.call_soon_threadsafe(loop.stop)
thread.join()
print("stopped")
`,
  ],
  "a signal, a time zone and a spin with a timer": [
    "py",
    `import asyncio, datetime, os, signal, zoneinfo

async def main():
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.call_later(0.25, os.kill, os.getpid(), signal.SIGTERM)
    while not stop.is_set():
        await asyncio.sleep(0)
    print(datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Kathmandu")).isoformat())

asyncio.run(main())
`,
  ],
  "a server, a client of its loop, and one in a thread": [
    "py",
    `import asyncio, os, urllib.request

async def handle(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.0 200 OK\\r\\n\\r\\nhello")
    await writer.drain()
    writer.close()

def fetch(url):
    with urllib.request.urlopen(url) as response:
        return response.read()

async def main():
    server = await asyncio.start_server(handle, "localhost", 8080)
    print(await asyncio.to_thread(fetch, "http://localhost:8080"))
    reader, writer = await asyncio.open_connection("localhost", 8080)
    writer.write(b"GET / HTTP/1.0\\r\\n\\r\\n")
    print(await reader.read())
    writer.close()
    r, w = os.pipe()
    os.write(w, b"piped")
    print(os.read(r, 10))
    server.close()

asyncio.run(main())
`,
  ],
  "simulated TLS: streams, a wrong name, and https from a thread": [
    "py",
    `import asyncio, ssl, threading, urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"kept")

async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain("localhost.pem")
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "localhost", 8443, ssl=tls)
    for name in "localhost", "example.org":
        try:
            reader, writer = await asyncio.open_connection("localhost", 8443, ssl=True, server_hostname=name)
            print(await reader.read(), writer.get_extra_info("cipher"))
            writer.close()
        except ssl.SSLCertVerificationError as error:
            print(error.verify_message)
    server.close()
    site = HTTPServer(("localhost", 8444), Site)
    site.socket = tls.wrap_socket(site.socket, server_side=True)
    threading.Thread(target=site.handle_request).start()
    with await asyncio.to_thread(urllib.request.urlopen, "https://localhost:8444/") as answer:
        print(answer.read())
    site.server_close()

asyncio.run(main())
`,
  ],
  "a spin and a busy loop in TypeScript": [
    "ts",
    `import { print, run, sleep } from "asyncio";

async function main() {
  const end = Date.now() + 300;
  while (Date.now() < end);
  const start = performance.now();
  while (performance.now() - start < 200) await sleep(0);
  print(Math.round((performance.now() - start) / 100));
}

run(main());
`,
  ],
} as const;

for (const [name, [extension, source]] of Object.entries(programs))
  test(`${name}: the page's trace is the headless one`, async ({ loopscope }) => {
    const folder = await mkdtemp(join(tmpdir(), "loopscope-"));
    const path = join(folder, `program.${extension}`);
    await writeFile(path, source);
    const root = fileURLToPath(new URL("..", import.meta.url));
    const options = { cwd: root, maxBuffer: 2 ** 28 };
    const headless = promisify(execFile)("npm", ["run", "--silent", "trace", "--", path], options);
    await loopscope.openPaused(`?lang=${extension === "py" ? "python" : "typescript"}`);
    await loopscope.write(source);
    await loopscope.run();
    const { stdout } = await headless;
    const { events, outcome } = JSON.parse(stdout) as { events: object[]; outcome: string };
    expect(outcome).toBe("ok");
    expect(await loopscope.readEvents()).toEqual(events);
    await rm(folder, { recursive: true });
  });
