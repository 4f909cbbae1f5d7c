import { expect, test } from "./loopscope-page.ts";

const probes = `
import asyncio
import js
from pyodide.ffi import to_js

async def attempt(name, start):
    try:
        result = start()
        if hasattr(result, "then"):
            await asyncio.wait_for(asyncio.shield(asyncio.sleep(0)), 1)
        print(name, "started")
    except BaseException as error:
        print(name, "refused", type(error).__name__)

async def main():
    await attempt("fetch", lambda: js.fetch("/canary-fetch"))
    await attempt("xhr", lambda: xhr())
    await attempt("socket", lambda: js.WebSocket.new("ws://127.0.0.1:9/canary-socket"))
    await attempt("import", lambda: js.importScripts("/canary-import"))
    await attempt("worker", lambda: js.Worker.new("/canary-worker"))

def xhr():
    request = js.XMLHttpRequest.new()
    request.open("GET", "/canary-xhr", False)
    request.send()

asyncio.run(main())
print("probed")
`;

test("no request leaves the sandbox", async ({ loopscope, page, context }) => {
  const requests: string[] = [];
  context.on("request", (request) => requests.push(request.url()));
  await loopscope.openPaused();
  requests.length = 0;
  loopscope.expectProblems(/canary|Content Security Policy|refused|Failed|violates/i);
  await loopscope.write(probes);
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("probed");
  await page.waitForLoadState("networkidle");
  expect(requests.filter((url) => url.includes("canary") && !url.startsWith("data:"))).toEqual([]);
});

const calls = `
import asyncio
import socket
import urllib.request

def attempt(call):
    try:
        call()
    except OSError as error:
        print(type(error).__name__)

attempt(lambda: urllib.request.urlopen("http://example.com/canary"))
attempt(lambda: urllib.request.urlopen("PAGEcanary", timeout=2))
attempt(lambda: socket.create_connection(("93.184.215.14", 80), 2))
attempt(lambda: asyncio.run(asyncio.open_connection("canary.example.com", 80)))
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"canary", ("8.8.8.8", 53))
print("called")
`;

test("the sockets of a program reach the simulated network alone", async ({ loopscope, page, context }) => {
  const requests: string[] = [];
  context.on("request", (request) => requests.push(request.url()));
  await loopscope.openPaused();
  await loopscope.write(calls.replace("PAGE", new URL("/", page.url()).href));
  await loopscope.run();
  const output = await loopscope.readConsole();
  expect(output.match(/\w+[Ee]rror|called/g)).toEqual(["URLError", "TimeoutError", "called"]);
  await page.waitForLoadState("networkidle");
  expect(requests.filter((url) => url.includes("canary") && !url.startsWith("data:"))).toEqual([]);
});

test("the sandbox's document refuses to work outside of a sandbox", async ({ page, loopscope }) => {
  await loopscope.openPaused();
  const address = await page.locator("iframe[title^=Sandbox]").getAttribute("src");
  loopscope.expectProblems(/sandboxed iframe only/);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address as string);
  expect(errors.join()).toContain("sandboxed iframe only");
});

test.describe("a host that forbids the sandbox's frame", () => {
  const program = "import asyncio\n\nasync def main():\n    print('ran')\n\nasyncio.run(main())\n";
  for (const header of ["X-Frame-Options: DENY", "Content-Security-Policy: default-src 'self'"]) {
    test(`is named with its header, ${header}, and the recorded examples still play`, async ({
      loopscope,
      page,
    }) => {
      loopscope.expectProblems(/frame|Content Security Policy|ERR_BLOCKED_BY_RESPONSE/i);
      const [name = "", value = ""] = header.split(": ");
      await page.route(/sandbox[^/]*\.html/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), [name.toLowerCase()]: value } });
      });
      await loopscope.openPaused("?example=semaphore");
      await loopscope.write(program);
      await loopscope.button("Run").click();
      const output = loopscope.region("Console");
      await expect(output).toContainText(`Python cannot start here: this site sends the header “${name}`, {
        timeout: 15_000,
      });
      await loopscope.idle();
      await expect(output).toContainText("without this header");
    });
  }
});
