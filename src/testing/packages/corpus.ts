/**
 * Programs with the libraries that people use, by name, and the lines that native CPython printed with the very same wheels over
 * real loopback (`npm run test:packages -- record`).
 */
import native from "./native.json";

const texts = import.meta.glob<string>("./programs/*.py", { query: "?raw", import: "default", eager: true });

export const packagePrograms: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(texts).map(([path, text]) => [path.slice("./programs/".length, -".py".length), text]),
);

export const nativeLines: Readonly<Record<string, readonly string[]>> = native;

/** Leave out the lines that say which hosts are simulated. */
export function withoutNotices(stderr: string): string {
  return stderr.replace(/^Loopscope: .*\n/gm, "");
}
