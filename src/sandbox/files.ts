/** Fetches the sandbox's files for the page, telling how far it is. */
import { files, sandboxUrl } from "virtual:sandbox-files";
import { SandboxError } from "./errors.ts";
import type { SandboxFiles } from "./protocol.ts";

export { sandboxUrl };

/** `progress` goes from 0 to 1. Throws SandboxError if a file cannot be had. */
export async function fetchSandboxFiles(onProgress: (progress: number) => void): Promise<SandboxFiles> {
  const names = Object.keys(files) as (keyof SandboxFiles)[];
  const total = names.reduce((sum, name) => sum + files[name].size, 0);
  let received = 0;
  const fetched = await Promise.all(
    names.map(async (name) => {
      const bytes = await fetchBytes(files[name].url, (count) => {
        received += count;
        onProgress(Math.min(1, received / total));
      });
      return [name, bytes] as const;
    }),
  );
  return Object.fromEntries(fetched) as unknown as SandboxFiles;
}

async function fetchBytes(url: string, onBytes: (count: number) => void): Promise<ArrayBuffer> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok || !response.body) {
    throw new SandboxError("Python could not be loaded: check the connection, then press Run to try again.");
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value!);
    onBytes(value!.byteLength);
  }
  return new Blob(parts).arrayBuffer();
}
