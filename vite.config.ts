import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { recordedRuns } from "./src/cli/vite-plugin.ts";
import { compiledPrograms } from "./src/guests/typescript/vite-plugin.ts";
import { sandbox } from "./src/sandbox/vite-plugin.ts";
import { embedElement } from "./src/share/vite-plugin.ts";
import { typescriptWorker } from "./src/views/editor/vite-plugin.ts";

export default defineConfig({
  // Relative addresses: the built page works under any path of any static server.
  base: "./",
  plugins: [svelte(), compiledPrograms(), recordedRuns(), sandbox(), typescriptWorker(), embedElement()],
  server: { host: "127.0.0.1", port: 5173 },
  preview: { host: "127.0.0.1" },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 4000,
    // Making the sandbox's files takes seconds, as it says itself.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  test: { include: ["src/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: "100%" },
});
