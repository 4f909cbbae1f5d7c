/** What a request was, as JSON in the form of httpbin: arguments, headers, body. Called by the routes of the web. */
import { fieldOf, type Fields, type HttpRequest } from "../http/request.ts";

/** An address that a request asks for. */
export interface Asked {
  /** Path without its query, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Address of the whole page. */
  readonly url: string;
}

const utf8 = new TextDecoder();

/** Return pairs as an object; a name that comes more than once has a list. */
function pairs(entries: Iterable<readonly [string, string]>): Record<string, string | string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of entries) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([name, values]) => [name, values.length > 1 ? values : (values[0] as string)]),
  );
}

/** Return header fields with the usual capitals, sorted. */
export function headersOf(fields: Fields): Record<string, string> {
  const usual = (name: string) => name.toLowerCase().replace(/(^|-)[a-z]/g, (match) => match.toUpperCase());
  const names = [...new Set(fields.map(([name]) => name.toLowerCase()))].sort();
  return Object.fromEntries(names.map((name) => [usual(name), fieldOf(fields, name) as string]));
}

/** Return the address that a request asks for; null for one that is malformed. */
export function askedOf({ target, fields }: HttpRequest, scheme: string): Asked | null {
  const host = fieldOf(fields, "host") ?? "simulated";
  try {
    const url = new URL(target.startsWith("/") ? `${scheme}://${host}${target}` : target);
    return { path: decodeURIComponent(url.pathname), query: url.searchParams, url: url.href };
  } catch {
    return null;
  }
}

/** Return what a request was. A body is there for methods that have one. */
export function echoOf(request: HttpRequest, { query, url }: Asked, origin: string): Record<string, unknown> {
  const { method, fields, body } = request;
  const common = { args: pairs(query), headers: headersOf(fields), origin, url };
  if (method === "GET" || method === "HEAD") return common;
  const text = utf8.decode(body);
  const type = (fieldOf(fields, "content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const isForm = type === "application/x-www-form-urlencoded";
  return {
    ...common,
    method,
    data: isForm ? "" : text,
    form: isForm ? pairs(new URLSearchParams(text)) : {},
    json: isForm ? null : jsonOf(text),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
