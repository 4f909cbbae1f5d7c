/** A small wheel for a test, from the texts of its files. */
import { zipSync } from "fflate";
import { sha256Of } from "../../packages/wheel.ts";
import type { WheelFile } from "../../share/packages.ts";

export async function makeWheel(files: Record<string, string>): Promise<WheelFile> {
  const encoded = Object.entries(files).map(
    ([path, text]) => [path, new TextEncoder().encode(text)] as const,
  );
  const bytes = zipSync(Object.fromEntries(encoded));
  return { sha256: await sha256Of(bytes), bytes };
}
