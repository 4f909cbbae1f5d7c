/** Download of the files of a guest's sandbox, with progress. Called by the guest client. */
import { files, sandboxUrl } from "virtual:sandbox-files";
import { fetchBytes } from "../base/fetch-bytes.ts";
import { type GuestKind, languageNames, languageOf } from "../share/program.ts";
import { SandboxError } from "./errors.ts";
import type { PostgresBlobs, SandboxFiles } from "./protocol.ts";

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

/** Size of PostgreSQL's engine in bytes, uncompressed. */
export const postgresSize = sizeOf(files.postgres);

let postgres: Promise<PostgresBlobs> | null = null;

/** Fetch PostgreSQL's engine, once; `onProgress` gets 0 to 1. Throws SandboxError if it cannot be fetched. */
export async function fetchPostgres(onProgress: (progress: number) => void): Promise<PostgresBlobs> {
  try {
    return await (postgres ??= fetchAll(files.postgres, onProgress).then(
      (fetched) =>
        Object.fromEntries(
          Object.entries(fetched).map(([name, bytes]) => [name, new Blob([bytes])]),
        ) as unknown as PostgresBlobs,
    ));
  } catch {
    postgres = null;
    throw new SandboxError(
      "PostgreSQL could not be loaded: check the connection, then press Run to try again.",
    );
  }
}

/** Fetch the files of a guest; `onProgress` gets 0 to 1. Throws SandboxError if a file cannot be fetched. */
export async function fetchSandboxFiles(
  kind: GuestKind,
  onProgress: (progress: number) => void,
): Promise<SandboxFiles> {
  try {
    return (await fetchAll(files[kind], onProgress)) as unknown as SandboxFiles;
  } catch {
    throw new SandboxError(
      `${languageNames[languageOf(kind)]} could not be loaded: check the connection, then press Run to try again.`,
    );
  }
}

type Files = Readonly<Record<string, { readonly url: string; readonly size: number }>>;

function sizeOf(wanted: Files): number {
  return Object.values(wanted).reduce((sum, { size }) => sum + size, 0);
}

async function fetchAll(
  wanted: Files,
  onProgress: (progress: number) => void,
): Promise<Record<string, ArrayBuffer>> {
  const total = sizeOf(wanted);
  let received = 0;
  const fetched = Object.entries(wanted).map(async ([name, { url }]) => {
    const bytes = await fetchBytes(url, (count) => {
      received += count;
      onProgress(Math.min(1, received / total));
    });
    return [name, bytes] as const;
  });
  return Object.fromEntries(await Promise.all(fetched));
}
