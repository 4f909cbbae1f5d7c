/** The way to TypeScript's compiler and language features: nothing of them is loaded before it is asked for. */
import type { Compile, LoadCompiler } from "../../session/compiler.ts";

let loading: Promise<Compile> | null = null;
let progress = 0;
const listeners = new Set<(progress: number) => void>();

/** Whoever asks while it is loading hears of the same loading; after a failure it is tried again. */
export const loadCompiler: LoadCompiler = async (onProgress) => {
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
};

async function load(): Promise<Compile> {
  const { startTypeScript } = await import("./typescript-language.ts");
  return startTypeScript((now) => {
    progress = now;
    for (const listener of listeners) listener(now);
  });
}
