/** Route: what answers at a path of the web, and what routes have in common. Called by `web.ts`, which finds a request's route. */
import type { Fields, HttpRequest } from "../http/request.ts";
import type { Reply } from "../http/server.ts";
import { STATUS_CODES } from "../http/status.ts";
import type { Asked } from "./echo.ts";

export interface WebOptions {
  readonly host: string;
  readonly scheme: "http" | "https";
  readonly seed: number;
  /** Virtual seconds. */
  readonly now: () => number;
}

/** A request with what a route needs to answer it. */
export interface Call extends WebOptions {
  readonly request: HttpRequest;
  readonly asked: Asked;
  readonly reply: Reply;
  /** Seconds until the host answers. */
  readonly delay: number;
  /** Part of the path behind the route's name: "3" of "/delay/3". */
  readonly rest: string;
}

export type Route = (call: Call) => void;

/** Most bytes of a reply, and most seconds that one takes. */
export const MAX_BYTES = 1024 * 1024;
export const MAX_SECONDS = 600;

export const TEXT = ["Content-Type", "text/plain; charset=utf-8"] as const;
export const JSON_TYPE = ["Content-Type", "application/json"] as const;

/** Send a reply that says why there is no other. */
export function problem(reply: Reply, status: number, sentence: string, fields: Fields = []): void {
  reply.send(
    status,
    [TEXT, ...fields],
    `${status} ${STATUS_CODES[status]}: ${sentence}\nThis host is simulated.\n`,
  );
}

/** Send a value as JSON after the host's delay, or after some seconds. */
export function sendJson({ reply, delay }: Call, value: unknown, seconds = delay): void {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  reply.connection.after(seconds, () => reply.send(200, [JSON_TYPE], text));
}

/** Return a number of a path or a query, or null if it is none or too large; `usual` if it is absent. */
export function numberOf(text: string | null, most: number, usual: number | null = null): number | null {
  if (text === null || text === "") return usual;
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= most ? Number(text) : null;
}

/** Refuse a number of the path or the query. */
export const badNumber = ({ reply, delay }: Call, sentence: string) =>
  reply.connection.after(delay, () => problem(reply, 400, sentence));
