import { expect, test } from "vitest";
import { previewOf } from "../../runtime/network/preview.ts";
import { hexOf } from "./connection-sections.ts";

test.each([
  [[0x68, 0x69, 0x0a], "68 69 0a"],
  [[0x0d, 0x0a, 0x09, 0x5c, 0x6e], "0d 0a 09 5c 6e"],
  [[0x00, 0xff, 0x5c, 0x78, 0x30, 0x30], "00 ff 5c 78 30 30"],
  [[0xc3, 0xa9, 0xe2, 0x82, 0xac], "c3 a9 e2 82 ac"],
  [Array.from({ length: 100 }, () => 0), `${Array.from({ length: 16 }, () => "00").join(" ")} …`],
])("the bytes %j are in hexadecimal what they were, not their preview", (bytes, hex) => {
  expect(hexOf(previewOf(Uint8Array.from(bytes)))).toBe(hex);
});
