/** Routes that answer piece by piece: bytes that drip, lines of JSON, Server-Sent Events. */
import type { Fields } from "../http/request.ts";
import { echoOf } from "./echo.ts";
import { badNumber, type Call, JSON_TYPE, MAX_SECONDS, numberOf, type Route } from "./route.ts";

/** Send pieces at equal distances in time, then end. */
function sendPieces(
  { reply }: Call,
  fields: Fields,
  pieces: readonly string[],
  { first, apart, code = 200 }: { first: number; apart: number; code?: number },
): void {
  reply.connection.after(first, () => {
    const writer = reply.begin(code, fields);
    const next = (at: number) => {
      const piece = pieces[at];
      if (piece === undefined) return writer.end();
      writer.write(piece);
      if (at + 1 === pieces.length) writer.end();
      else reply.connection.after(apart, () => next(at + 1));
    };
    next(0);
  });
}

export const drip: Route = (call) => {
  const { query } = call.asked;
  const count = numberOf(query.get("numbytes"), 10_000, 10);
  const duration = numberOf(query.get("duration"), MAX_SECONDS, 2);
  const first = numberOf(query.get("delay"), MAX_SECONDS, call.delay);
  const code = numberOf(query.get("code"), 599, 200);
  if (!count || !Number.isInteger(count) || duration === null || first === null || !code || code < 200)
    return badNumber(call, "numbytes, duration, delay and code are numbers.");
  const fields: Fields = [["Content-Type", "application/octet-stream"]];
  sendPieces(call, fields, Array<string>(count).fill("*"), { first, apart: duration / count, code });
};

export const stream: Route = (call) => {
  const count = numberOf(call.rest, 100);
  if (!count || !Number.isInteger(count)) return badNumber(call, "A stream has 1 to 100 lines.");
  const all = echoOf(call.request, call.asked, call.reply.connection.peer.host);
  const lines = Array.from({ length: count }, (_, id) => `${JSON.stringify({ ...all, id })}\n`);
  sendPieces(call, [JSON_TYPE], lines, { first: call.delay, apart: 0 });
};

export const events: Route = (call) => {
  const { query } = call.asked;
  const count = numberOf(query.get("count"), 1000, 10);
  const apart = numberOf(query.get("delay"), MAX_SECONDS, 1);
  if (!count || !Number.isInteger(count) || apart === null)
    return badNumber(call, "count and delay are numbers.");
  const texts = Array.from({ length: count }, (_, i) => {
    const data = JSON.stringify({ id: i, simulated: true });
    return `event: ping\nid: ${i}\ndata: ${data}\n\n`;
  });
  const fields: Fields = [
    ["Content-Type", "text/event-stream"],
    ["Cache-Control", "no-cache"],
  ];
  sendPieces(call, fields, texts, { first: call.delay, apart });
};
