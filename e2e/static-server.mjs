// @ts-check
// The plainest of static hosts: files, their MIME types and nothing else. The page must work on any such host and
// below any path, so no header is set here that a real one might leave out.
//
//   node e2e/static-server.mjs <folder> [base path, such as /some/base/] [port, or 0 for any]

import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** @type {Record<string, string>} */
const MIME_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".zip": "application/zip",
};

/**
 * Serves `folder` on loopback below `base` (with a slash at both ends).
 * @param {{ folder: string, base?: string, port?: number }} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function serveFolder({ folder, base = "/", port = 0 }) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const file =
      request.method === "GET" || request.method === "HEAD" ? fileFor(root, base, request.url) : null;
    const type = file === null ? "text/plain; charset=utf-8" : MIME_TYPES[extname(file)];
    response.writeHead(file === null ? 404 : 200, { "Content-Type": type ?? "application/octet-stream" });
    if (file === null) response.end("Not found\n");
    else if (request.method === "HEAD") response.end();
    else
      createReadStream(file)
        .on("error", () => response.destroy())
        .pipe(response);
  });
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const bound = typeof address === "object" ? address?.port : port;
      const close = () =>
        new Promise((/** @type {(closed: void) => void} */ closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      done({ url: `http://127.0.0.1:${bound}${base}`, close });
    });
  });
}

/**
 * The file that an address means, or null: nothing outside of `root` is served.
 * @param {string} root
 * @param {string} base
 * @param {string | undefined} url
 */
function fileFor(root, base, url = "/") {
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    if (!path.startsWith(base)) return null;
    const asked = resolve(join(root, path.slice(base.length)));
    if (asked !== root && !asked.startsWith(root + sep)) return null;
    const file = path.endsWith("/") ? join(asked, "index.html") : asked;
    return statSync(file).isFile() ? file : null;
  } catch {
    return null; // no such file, or an address that decodes to nothing
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [folder, base = "/", port = "0"] = process.argv.slice(2);
  if (folder === undefined) {
    console.error("Usage: node e2e/static-server.mjs <folder> [base path] [port]");
    process.exit(2);
  }
  const { url } = await serveFolder({ folder, base, port: Number(port) });
  console.log(`Serving ${folder} at ${url}`);
}
