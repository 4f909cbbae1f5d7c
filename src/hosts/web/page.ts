/**
 * Pages of the built-in web: what a host name answers to a path that names no file. Each says that it is simulated, and links to
 * others of its host, so that a crawler finds its way. Sizes follow from the seed, the host and the path.
 */
import { between, chanceOf } from "../chance.ts";

/** Bytes of the smallest page and of the largest, about. */
const SMALLEST = 800;
const LARGEST = 40_000;
/** Pages of a host that the others link to. */
const PAGES = 12;

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Return the HTML of a page. */
export function pageOf(seed: number, host: string, path: string): string {
  const size = Math.round(between(SMALLEST, LARGEST, chanceOf(seed, "size", host, path)));
  const links = [1, 2, 3].map((n) => 1 + Math.floor(PAGES * chanceOf(seed, "link", host, path, String(n))));
  const anchors = [...new Set(links)].map((n) => `<li><a href="/page/${n}">Page ${n}</a></li>`).join("\n");
  const begin = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(host)}${escape(path)} (simulated)</title></head>
<body>
<h1>${escape(host)}</h1>
<p>This page is simulated. It has nothing of the real ${escape(host)}, which was not contacted.</p>
<ul>
${anchors}
</ul>
`;
  const end = "</body>\n</html>\n";
  const filler = "<p>Simulated text fills this page up to its size.</p>\n";
  const count = Math.max(0, Math.ceil((size - begin.length - end.length) / filler.length));
  return begin + filler.repeat(count) + end;
}

/** Return the seconds that a host takes to answer a path: from 20 to 300 ms, by the seed. */
export function answerTime(seed: number, host: string, path: string): number {
  return Math.round(between(20, 300, chanceOf(seed, "time", host, path))) / 1000;
}
