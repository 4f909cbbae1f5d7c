/**
 * The way to TypeScript: one worker that compiles programs and knows their language, both with the same large library.
 * Nothing of it is loaded before it is asked for, and Monaco is not needed for it.
 */
import { url, size } from "virtual:typescript-worker";
import { fetchBytes } from "../base/fetch-bytes.ts";
import type { Compile, LoadCompiler } from "./compiler.ts";
import type { CompilerAnswer } from "./typescript-service.ts";

let loading: Promise<Worker> | null = null;
let progress = 0;
const listeners = new Set<(progress: number) => void>();

export const loadCompiler: LoadCompiler = async (onProgress) => compileWith(await loadWorker(onProgress));

/**
 * `onProgress` is told from 0 to 1. Whoever asks while it is loading hears of the same loading; after a failure, an
 * Error that is worded for a person, it is tried again.
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

/** Each text goes with a port for its answer, which tells it from what Monaco and the worker say to each other. */
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
