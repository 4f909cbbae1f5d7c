import { expect, test } from "vitest";
import { type Origin, readOrigin, storedOrigin } from "./origin.ts";

/** Texts that browsers hold; they never change. */
const stored: [string, Origin][] = [
  ["example:hello:python", { kind: "example", id: "hello", language: "python" }],
  ["example:worker-pool:typescript", { kind: "example", id: "worker-pool", language: "typescript" }],
  ["link:v1.1a2b3c4d.eJwrzk:204", { kind: "link", key: "v1.1a2b3c4d.eJwrzk:204" }],
  ["file:queue.py", { kind: "file", name: "queue.py" }],
  ["file:a:b\n.py", { kind: "file", name: "a:b\n.py" }],
  ["new", { kind: "new" }],
];

test.each(stored)("%j is read, and written again", (text, origin) => {
  expect(readOrigin(text)).toEqual(origin);
  expect(storedOrigin(origin)).toBe(text);
});

test.each(["", "example:hello", "example:hello:cobol", "somewhere"])("%j is of no known form", (text) => {
  expect(readOrigin(text)).toEqual({ kind: "new" });
});
