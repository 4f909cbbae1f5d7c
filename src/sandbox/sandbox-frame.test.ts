/** The reasons why a sandbox does not answer, in words. */
import { expect, test } from "vitest";
import { refusalText } from "./sandbox-frame.ts";

const asked = { url: "/assets/sandbox-1a2b.html?v=1", language: "python" } as const;

test.each([
  [{ "X-Frame-Options": "DENY" }, "“X-Frame-Options: DENY”"],
  [{ "Content-Security-Policy": "default-src 'self'" }, "“Content-Security-Policy”"],
])("a header of the server, with what must change: %o", (headers, named) => {
  const text = refusalText(new Headers(headers as Record<string, string>), asked);
  expect(text).toContain(named);
  expect(text).toContain("must send sandbox-1a2b.html without this header");
});

test("the browser, where no header forbids it", () => {
  expect(refusalText(new Headers(), asked)).toContain(
    "Python cannot start here: the browser blocks the frame",
  );
});

test("a missing file", () => {
  expect(refusalText(null, asked)).toContain("Check the connection, then press Run");
});
