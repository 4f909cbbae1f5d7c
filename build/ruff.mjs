/*
 * Checks the Python of this project with Ruff, and formats it: `node build/ruff.mjs` names each problem and ends with
 * status 1 if there is one; `--fix` first sorts imports and lays the text out. Example programs are laid out by
 * hand, and programs of the tests are as people write them: neither is read.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = "src/guests/python";

const LINE_LENGTH = 110;
const settings = {
  "target-version": "py314",
  "line-length": LINE_LENGTH,
  "indent-width": 4,
  format: { "indent-style": "space", "quote-style": "double" },
  lint: {
    // Errors, unused and undefined names, the order of imports, likely bugs, today's syntax, blocking calls in coroutines,
    // private names of others.
    select: ["E", "F", "W", "I", "B", "UP", "ASYNC", "SLF"],
    // The formatter breaks code at 110; it leaves texts, which may be longer.
    pycodestyle: { "max-doc-length": LINE_LENGTH, "max-line-length": 120 },
    "flake8-self": { "extend-ignore-names": ["_getframe"] }, // It is documented.
    isort: { "known-first-party": ["loopscope"], "known-third-party": ["_loopscope"] },
  },
};

/** Rules that do not hold in one file, each with the reason. */
const exceptions = {
  "src/guests/python/loopscope/cpython_internals.py": {
    SLF001: "the one place for private names of CPython",
  },
  ...Object.fromEntries(
    ["loop", "descriptor_loop", "event_loop_policy", "handle", "signals"].map((name) => [
      `src/guests/python/loopscope/${name}.py`,
      { SLF001: "private attributes of asyncio's own that its subclasses share" },
    ]),
  ),
  ...Object.fromEntries(
    ["run_once", "threads/steps", "instrumentation/task_events"].map((name) => [
      `src/guests/python/loopscope/${name}.py`,
      { SLF001: "read in place in each callback: a call would cost more than the rest" },
    ]),
  ),
  ...Object.fromEntries(
    ["children", "popen"].map((name) => [
      `src/guests/python/loopscope/processes/${name}.py`,
      { SLF001: "replaces private parts of subprocess, and gives a process those of os and threading" },
    ]),
  ),
  "src/guests/python/loopscope/impersonation.py": { SLF001: "runs asyncio's own code to find its lines" },
  ...Object.fromEntries(
    ["executor", "explain", "locks", "pool", "scheduler", "start"].map((name) => [
      `src/guests/python/loopscope/threads/${name}.py`,
      { SLF001: "replaces the private half of threading, multiprocessing and concurrent.futures" },
    ]),
  ),
  ...Object.fromEntries(
    ["connection", "context", "install", "objects"].map((name) => [
      `src/guests/python/loopscope/tls/${name}.py`,
      { SLF001: "the private halves of ssl and _ssl, which it replaces" },
    ]),
  ),
  "src/guests/python/loopscope/legacy/waits.py": {
    ASYNC109: "asyncio.wait() has that parameter",
  },
};

/** The rule of import order. */
const UNSORTED = "I001";
/** True for a problem in a text that can be parsed. */
const isAboutValid = ({ code }) => code !== null && code !== "invalid-syntax";

const python = new Workspace(settings, PositionEncoding.Utf16);
const fixing = process.argv.includes("--fix");

let problems = 0;
const files = await readdir(join(root, folder), { recursive: true });
for (const name of files.filter((file) => file.endsWith(".py")).sort()) {
  const path = `${folder}/${name}`;
  const text = await readFile(join(root, path), "utf8");
  const fixed = fixing ? repair(text) : text;
  if (fixed !== text) await writeFile(join(root, path), fixed);
  for (const problem of check(fixed, path)) report(path, problem);
}
if (problems > 0) process.exitCode = 1;

function report(path, { start_location: { row, column }, code, message }) {
  problems++;
  console.error(`${path}:${row}:${column} ${code ?? "syntax"} ${message}`);
}

/** What Ruff finds, the layout among it. */
function check(text, path) {
  const excepted = Object.keys(exceptions[path] ?? {});
  const found = python.check(text).filter(({ code }) => !excepted.includes(code));
  // `format` throws on a syntax error.
  if (found.every(isAboutValid) && python.format(text) !== text) {
    const message = "is not formatted: run `npm run format`";
    found.push({ start_location: { row: 1, column: 1 }, code: "format", message });
  }
  return found;
}

/** Sorts the imports and lays the text out. All else is for a person to repair: Ruff does not say which of its fixes
 * are safe. A text that is no Python stays as it is. */
function repair(text) {
  const found = python.check(text);
  if (!found.every(isAboutValid)) return text;
  const edits = found.filter(({ code }) => code === UNSORTED).flatMap(({ fix }) => fix.edits);
  return python.format(apply(text, edits));
}

function apply(text, edits) {
  const starts = [0];
  for (const found of text.matchAll(/\n/g)) starts.push(found.index + 1);
  const offset = ({ row, column }) => starts[row - 1] + column - 1;
  const backwards = [...edits].sort((a, b) => offset(b.location) - offset(a.location));
  for (const { content, location, end_location } of backwards)
    text = text.slice(0, offset(location)) + (content ?? "") + text.slice(offset(end_location));
  return text;
}
