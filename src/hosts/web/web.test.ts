/** The built-in web, as Node's own HTTP clients read it: the service on real sockets of the loopback. */
import { createHash } from "node:crypto";
import { Agent, request, type IncomingMessage, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OnLoopback, onLoopback } from "../../testing/hosts/on-loopback.ts";
import { serveWeb } from "./web.ts";

let server: OnLoopback;
let base: string;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  server = await onLoopback(serveWeb({ host: "example.com", scheme: "http", seed: 1, now: () => 1.5 }));
  base = `http://127.0.0.1:${server.port}`;
});
afterAll(() => {
  agent.destroy();
  return server.close();
});

interface Answer {
  status: number | undefined;
  headers: IncomingMessage["headers"];
  body: string;
  port: number | undefined;
}

function ask(path: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${base}${path}`, { agent, ...options }, (response) => {
      const parts: Buffer[] = [];
      // The port as long as the socket has it: an agent takes it back at the end.
      const port = response.socket.localPort;
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts).toString(), port });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Send bytes as they are; return what comes until the server ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    let got = "";
    socket.on("data", (bytes) => (got += bytes.toString("latin1")));
    socket.on("end", () => resolve(got));
    socket.on("error", reject);
    socket.end(text, "latin1");
  });
}

describe("with Node's http client", () => {
  test("a page says that it is simulated, and so does the server", async () => {
    const { status, headers, body } = await ask("/any/page");
    expect(status).toBe(200);
    expect(headers).toMatchObject({ server: "simulated", date: "Thu, 01 Jan 2026 12:00:01 GMT" });
    expect(Number(headers["content-length"])).toBe(body.length);
    expect(body).toContain("This page is simulated.");
    expect((await ask("/any/page")).body).toBe(body);
    expect((await ask("/page/2")).body).not.toBe(body);
  });

  test("a connection is kept alive, also after pieces, HEAD and errors", async () => {
    const ports = new Set<number | undefined>();
    for (const [path, method] of [
      ["/get", "GET"],
      ["/drip?numbytes=5", "GET"],
      ["/stream/3", "HEAD"],
      ["/bytes/100", "HEAD"],
      ["/status/404", "GET"],
      ["/status/204", "GET"],
      ["/status/304", "GET"],
      ["/favicon.ico", "GET"],
      ["/page", "POST"],
      ["/get", "TRACE"],
      ["/json", "GET"],
    ] as const) {
      ports.add((await ask(path, { method })).port);
    }
    expect(ports.size).toBe(1);
  });

  test.each([
    ["GET", "/status/418", 418],
    ["GET", "/status/42", 400],
    ["GET", "/favicon.ico", 404],
    ["POST", "/any/page", 405],
    ["GET", "/post", 405],
    ["TRACE", "/get", 501],
    ["OPTIONS", "/get", 204],
    ["GET", "/bytes/many", 400],
    ["GET", "/ws", 426],
  ])("%s %s: %i", async (method, path, expected) => {
    const { status, headers } = await ask(path, { method });
    expect(status).toBe(expected);
    if (expected === 405) expect(headers.allow).toBeTruthy();
  });

  test("what was asked comes back", async () => {
    const { body } = await ask("/get?a=1&a=2&b=%C3%A9", { headers: { "X-Test": "yes" } });
    expect(JSON.parse(body)).toMatchObject({
      args: { a: ["1", "2"], b: "é" },
      headers: { "X-Test": "yes" },
      url: `${base}/get?a=1&a=2&b=%C3%A9`,
    });
    const posted = await ask("/post", { method: "POST" }, '{"n": 1}');
    expect(JSON.parse(posted.body)).toMatchObject({ data: '{"n": 1}', json: { n: 1 }, method: "POST" });
    const form = { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } };
    expect(JSON.parse((await ask("/anything/x", form, "a=1")).body)).toMatchObject({ form: { a: "1" } });
  });

  test("HEAD has the length of GET and no body", async () => {
    const [get, head] = [await ask("/page/1"), await ask("/page/1", { method: "HEAD" })];
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([
      200,
      "",
      get.headers["content-length"],
    ]);
  });

  test("a client that waits for 100-continue gets it, and its chunks are read", async () => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { Expect: "100-continue", "Transfer-Encoding": "chunked" };
      const asked = request(`${base}/post`, { method: "POST", headers, agent }, resolve);
      asked.on("error", reject);
      asked.on("continue", () => {
        asked.write("first ");
        asked.end("second");
      });
      asked.flushHeaders();
    });
    let body = "";
    for await (const part of answer) body += String(part);
    expect(JSON.parse(body)).toMatchObject({ data: "first second" });
  });

  test("events come one by one", async () => {
    const { headers, body } = await ask("/sse?count=2");
    expect(headers["content-type"]).toBe("text/event-stream");
    expect(body.split("\n\n").map((event) => event.split("\n").at(-1))).toEqual([
      'data: {"id":0,"simulated":true}',
      'data: {"id":1,"simulated":true}',
      "",
    ]);
  });

  test("a WebSocket sends back messages, whole and in parts, and the end", async () => {
    const key = Buffer.from("sixteen bytes...").toString("base64");
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Key": key,
      "Sec-WebSocket-Version": "13",
    };
    const got = await new Promise<{ accept: unknown; frames: string }>((resolve, reject) => {
      const asked = request(`${base}/ws`, { headers, agent: false });
      asked.on("upgrade", (response, socket, head) => {
        let frames = head.toString("hex");
        socket.on("data", (bytes: Buffer) => (frames += bytes.toString("hex")));
        socket.on("end", () => resolve({ accept: response.headers["sec-websocket-accept"], frames }));
        const frame = (kind: number, text: string) =>
          Buffer.concat([
            Buffer.from([kind, 0x80 | text.length, 1, 2, 3, 4]),
            Buffer.from(text).map((byte, i) => byte ^ ((i & 3) + 1)),
          ]);
        socket.write(
          Buffer.concat([
            frame(0x81, "hello"),
            frame(0x01, "in "),
            frame(0x89, "ping"),
            frame(0x80, "parts"),
            frame(0x88, "\u0003\u0068"),
          ]),
        );
      });
      asked.on("error", reject);
      asked.end();
    });
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    const hex = (text: string) => Buffer.from(text).toString("hex");
    expect(got).toEqual({
      accept,
      frames: `8105${hex("hello")}8a04${hex("ping")}8108${hex("in parts")}88020368`,
    });
  });
});

describe("with undici", () => {
  test("redirections are followed", async () => {
    const response = await fetch(`${base}/redirect/3`);
    expect([response.status, response.url, response.redirected]).toEqual([200, `${base}/get`, true]);
    const other = await fetch(`${base}/redirect-to?url=/json`);
    expect(await other.json()).toMatchObject({ simulated: true, host: "example.com" });
  });

  test("bytes are the same for the same seed", async () => {
    const [one, other] = await Promise.all(
      ["/bytes/70000", "/bytes/70000"].map((path) => fetch(base + path)),
    );
    const bytes = await one?.bytes();
    expect(bytes?.length).toBe(70_000);
    expect(Buffer.compare((await other?.bytes()) ?? Buffer.of(), bytes ?? Buffer.of())).toBe(0);
  });
});

describe("bytes that no client sends", () => {
  test.each([
    ["GET /\r\n\r\n", 400],
    ["GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505],
    ["GET / HTTP/1.1\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400],
    ["GET a b HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400],
    ["POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400],
    ["POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501],
    ["POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400],
    ["POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400],
    ["POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413],
    ["GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", 417],
    [`GET /${"a".repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(40_000)}\r\n\r\n`, 431],
  ])("%j", async (text, status) => {
    const got = await raw(text);
    expect(got.split("\r\n", 1)).toEqual([expect.stringContaining(`HTTP/1.1 ${status} `)]);
    expect(got).toContain("Connection: close\r\n");
  });

  test("requests in one piece are answered in their order", async () => {
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const got = await raw(get("/status/201") + get("/delay/3") + get("/status/202"));
    expect(got.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 201", "HTTP/1.1 200", "HTTP/1.1 202"]);
  });

  test("HTTP/1.0 ends the connection after a reply, and gets no chunks", async () => {
    const got = await raw("GET /drip?numbytes=3 HTTP/1.0\r\n\r\n");
    expect(got.split("\r\n\r\n")[1]).toBe("***");
    expect(got).not.toContain("chunked");
  });
});
