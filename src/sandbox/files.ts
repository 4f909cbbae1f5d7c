/** Download of the files of a guest's sandbox, with progress. Called by the guest client. */
import { files, sandboxUrl } from "virtual:sandbox-files";
import { fetchBytes } from "../base/fetch-bytes.ts";
import { type GuestKind, languageNames, languageOf } from "../share/program.ts";
import { SandboxError } from "./errors.ts";
import type { SandboxFiles } from "./protocol.ts";

let hosts: Promise<ArrayBuffer> | null = null;

/** Fetch the script of the built-in hosts, once. Throws SandboxError if it cannot be fetched. */
export async function fetchHosts(): Promise<ArrayBuffer> {
  try {
    return await (hosts ??= fetchBytes(files.hosts.script.url, () => {}));
  } catch {
    hosts = null;
    throw new SandboxError(
      "The simulated hosts could not be loaded: check the connection, then press Run to try again.",
    );
  }
}

export { sandboxUrl };

/** Fetch the files of a guest; `onProgress` gets 0 to 1. Throws SandboxError if a file cannot be fetched. */
export async function fetchSandboxFiles(
  kind: GuestKind,
  onProgress: (progress: number) => void,
): Promise<SandboxFiles> {
  const wanted = Object.entries(files[kind]);
  const total = wanted.reduce((sum, [, { size }]) => sum + size, 0);
  let received = 0;
  const fetched = wanted.map(async ([name, { url }]) => {
    const bytes = await fetchBytes(url, (count) => {
      received += count;
      onProgress(Math.min(1, received / total));
    });
    return [name, bytes] as const;
  });
  try {
    return Object.fromEntries(await Promise.all(fetched)) as unknown as SandboxFiles;
  } catch {
    throw new SandboxError(
      `${languageNames[languageOf(kind)]} could not be loaded: check the connection, then press Run to try again.`,
    );
  }
}
