/** A small wheel for a test, from its files. */
import { zipSync } from "fflate";
import { sha256Of } from "../../packages/wheel.ts";
import type { WheelFile } from "../../share/packages.ts";

export async function makeWheel(files: Record<string, string | Uint8Array>): Promise<WheelFile> {
  const encoded = Object.entries(files).map(
    ([path, content]) =>
      [path, typeof content === "string" ? new TextEncoder().encode(content) : content] as const,
  );
  const bytes = zipSync(Object.fromEntries(encoded));
  return { sha256: await sha256Of(bytes), bytes };
}
