/** Routes of the web, by the first part of a path. `docs/hosts.md` lists them. */
import { chanceOf } from "../chance.ts";
import type { Fields } from "../http/request.ts";
import { STATUS_CODES } from "../http/status.ts";
import { acceptWebSocket, echoMessages } from "../http/web-socket.ts";
import { echoOf, headersOf } from "./echo.ts";
import { pageOf } from "./page.ts";
import { drip, events, stream } from "./pieces.ts";
import { badNumber, MAX_BYTES, MAX_SECONDS, numberOf, problem, type Route, sendJson, TEXT } from "./route.ts";

/** A page, or none for the name of a file. */
export const page: Route = ({ seed, host, asked, reply, delay }) => {
  const isFile = /\.(?!html?$)[a-z0-9]+$/i.test(asked.path);
  reply.connection.after(delay, () => {
    if (isFile) return problem(reply, 404, `${asked.path} is not here.`);
    reply.send(200, [["Content-Type", "text/html; charset=utf-8"]], pageOf(seed, host, asked.path));
  });
};

const echo: Route = (call) =>
  sendJson(call, echoOf(call.request, call.asked, call.reply.connection.peer.host));

const status: Route = (call) => {
  const { reply, delay, rest } = call;
  const code = Number(rest);
  if (!/^[2-5]\d\d$/.test(rest)) return badNumber(call, "A status code is a number from 200 to 599.");
  const isMoved = [301, 302, 303, 307, 308].includes(code);
  const fields: Fields = isMoved ? [["Location", "/get"]] : [TEXT];
  reply.connection.after(delay, () =>
    reply.send(code, fields, isMoved ? "" : `${code} ${STATUS_CODES[code] ?? ""}\n`),
  );
};

const delayed: Route = (call) => {
  const seconds = numberOf(call.rest, MAX_SECONDS);
  if (seconds === null) return badNumber(call, `A delay is a number of seconds up to ${MAX_SECONDS}.`);
  sendJson(call, echoOf(call.request, call.asked, call.reply.connection.peer.host), seconds);
};

/** Bytes by the seed: the same for the same host and number. */
function randomBytes(seed: number, host: string, count: number): Uint8Array {
  let state = Math.floor(chanceOf(seed, "bytes", host, String(count)) * 2 ** 32) | 1;
  return new Uint8Array(count).map(() => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

const bytes: Route = (call) => {
  const { reply, seed, host, rest, delay } = call;
  const count = numberOf(rest, MAX_BYTES);
  if (count === null || !Number.isInteger(count))
    return badNumber(call, `A count is a whole number up to ${MAX_BYTES}.`);
  reply.connection.after(delay, () =>
    reply.send(200, [["Content-Type", "application/octet-stream"]], randomBytes(seed, host, count)),
  );
};

const redirect: Route = (call) => {
  const { reply, delay } = call;
  const count = numberOf(call.rest, 50);
  if (!count || !Number.isInteger(count)) return badNumber(call, "A count of redirections is 1 to 50.");
  const to = count === 1 ? "/get" : `/redirect/${count - 1}`;
  reply.connection.after(delay, () => reply.send(302, [["Location", to], TEXT], `Found: ${to}\n`));
};

const redirectTo: Route = (call) => {
  const { reply, delay, asked } = call;
  const url = asked.query.get("url");
  if (!url) return badNumber(call, "url is missing.");
  reply.connection.after(delay, () =>
    reply.send(302, [["Location", url.replace(/[^!-~]/gu, encodeURIComponent)]], ""),
  );
};

const json: Route = (call) =>
  sendJson(call, {
    simulated: true,
    host: call.host,
    items: [1, 2, 3].map((id) => ({
      id,
      name: `item ${id}`,
      price: Math.round(1000 * chanceOf(call.seed, call.host, String(id))) / 100,
    })),
  });

const webSocket: Route = ({ request, reply, delay }) => {
  const fields = acceptWebSocket(request.method, request.fields);
  reply.connection.after(delay, () => {
    if (fields) return reply.upgrade(fields, (rest) => echoMessages(reply.connection, rest));
    problem(reply, 426, "This path speaks WebSocket, version 13.", [
      ["Upgrade", "websocket"],
      ["Sec-WebSocket-Version", "13"],
    ]);
  });
};

const READ = ["GET", "HEAD"];
const WITH_BODY = ["POST", "PUT", "PATCH", "DELETE"];

/** Paths that do what they say, by their first part, with their methods; all others are pages. */
export const routes: ReadonlyMap<string, readonly [Route, readonly string[]]> = new Map<
  string,
  readonly [Route, readonly string[]]
>([
  ["get", [echo, READ]],
  ["post", [echo, ["POST"]]],
  ["put", [echo, ["PUT"]]],
  ["patch", [echo, ["PATCH"]]],
  ["delete", [echo, ["DELETE"]]],
  ["anything", [echo, [...READ, ...WITH_BODY]]],
  ["headers", [(call) => sendJson(call, { headers: headersOf(call.request.fields) }), READ]],
  ["ip", [(call) => sendJson(call, { origin: call.reply.connection.peer.host }), READ]],
  ["status", [status, [...READ, ...WITH_BODY]]],
  ["delay", [delayed, [...READ, ...WITH_BODY]]],
  ["bytes", [bytes, READ]],
  ["drip", [drip, READ]],
  ["stream", [stream, READ]],
  ["sse", [events, READ]],
  ["redirect", [redirect, READ]],
  ["redirect-to", [redirectTo, READ]],
  ["json", [json, READ]],
  ["ws", [webSocket, ["GET"]]],
]);
