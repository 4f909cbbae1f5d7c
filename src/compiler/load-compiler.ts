/**
 * Client of the TypeScript worker, which compiles programs and serves the editor's language features, both with the same
 * large library. The worker is loaded at its first use, and works without Monaco.
 */
import { url, size } from "virtual:typescript-worker";
import { fetchBytes } from "../base/fetch-bytes.ts";
import type { Compile, LoadCompiler } from "./compiler.ts";
import type { CompilerAnswer } from "./typescript-service.ts";

let loading: Promise<Worker> | null = null;
let progress = 0;
const listeners = new Set<(progress: number) => void>();

/** Load the compiler; see `loadWorker`. */
export const loadCompiler: LoadCompiler = async (onProgress) => compileWith(await loadWorker(onProgress));

/**
 * Load the worker, once: calls during the load share it, and a call after a failure tries again. `onProgress` gets 0 to
 * 1. Throws an Error worded for a person.
 */
export async function loadWorker(onProgress: (progress: number) => void = () => {}): Promise<Worker> {
  listeners.add(onProgress);
  onProgress(progress);
  try {
    return await (loading ??= load());
  } catch (error) {
    loading = null;
    throw new Error(
      "The TypeScript compiler could not be loaded: check the connection, then press Run to try again.",
      { cause: error },
    );
  } finally {
    listeners.delete(onProgress);
  }
}

async function load(): Promise<Worker> {
  let received = 0;
  const script = await fetchBytes(url, (count) => {
    received += count;
    progress = Math.min(1, received / size);
    for (const listener of listeners) listener(progress);
  });
  const blob = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(blob);
  URL.revokeObjectURL(blob);
  return worker;
}

/** Return the compile function. Each text is posted with a port for its answer, unlike the messages of Monaco. */
function compileWith(worker: Worker): Compile {
  return (source) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<CompilerAnswer>) => {
        port1.close();
        if ("failure" in data) reject(new Error(data.failure));
        else resolve(data);
      };
      worker.postMessage(source, [port2]);
    });
}
