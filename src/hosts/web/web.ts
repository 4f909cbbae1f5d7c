/**
 * The built-in web: it answers at any host name, in HTTP/1.1, and never pretends to be that site. Paths as those of httpbin do what
 * they say; other paths are pages (`page.ts`), but for names of files, which are not found.
 */
import { EPOCH_MS } from "../../base/epoch.ts";
import type { Serve } from "../../runtime/network/service.ts";
import type { Fields, HttpRequest } from "../http/request.ts";
import { type Reply, serveHttp } from "../http/server.ts";
import { askedOf } from "./echo.ts";
import { answerTime } from "./page.ts";
import { problem, type WebOptions } from "./route.ts";
import { page, routes } from "./routes.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Return the service of the web at a host's port. */
export function serveWeb(options: WebOptions): Serve {
  const fields = (): Fields => [
    ["Server", "simulated"],
    ["Date", new Date(EPOCH_MS + 1000 * options.now()).toUTCString()],
  ];
  return serveHttp({ fields, answer: (request, reply) => answer(options, request, reply) });
}

function answer(options: WebOptions, request: HttpRequest, reply: Reply): void {
  const { host, seed } = options;
  const asked = askedOf(request, options.scheme);
  const delay = answerTime(seed, host, asked?.path ?? "");
  const later = (then: () => void) => reply.connection.after(delay, then);
  if (!METHODS.includes(request.method))
    return later(() => problem(reply, 501, `${request.method} is not implemented here.`));
  if (!asked) return later(() => problem(reply, 400, "The target is malformed."));
  const [, name = "", rest = ""] = /^\/([^/]+)\/?(.*)$/.exec(asked.path) ?? [];
  const [route, allowed] = routes.get(name) ?? [page, ["GET", "HEAD"]];
  const methods = [...allowed, "OPTIONS"];
  if (request.method === "OPTIONS") return later(() => reply.send(204, [["Allow", methods.join(", ")]]));
  if (!methods.includes(request.method)) {
    return later(() =>
      problem(reply, 405, `This path takes ${methods.join(", ")}.`, [["Allow", methods.join(", ")]]),
    );
  }
  route({ ...options, request, asked, reply, delay, rest });
}
