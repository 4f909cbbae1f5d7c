import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { recordedRuns } from "./build/recorded-runs.ts";
import { compiledPrograms } from "./build/compiled-programs.ts";
import { sandbox } from "./build/sandbox-files.ts";
import { eventsWithoutTexts } from "./build/events-without-texts.ts";
import { embedElement } from "./build/embed-element.ts";
import { typescriptWorker } from "./build/typescript-worker.ts";

export default defineConfig({
  // Relative addresses: the built page works under any path of any static server.
  base: "./",
  plugins: [
    svelte(),
    compiledPrograms(),
    recordedRuns(),
    sandbox(),
    typescriptWorker(),
    embedElement(),
    eventsWithoutTexts(),
  ],
  server: { host: "127.0.0.1", port: 5173 },
  preview: { host: "127.0.0.1" },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 4000,
    // Making the sandbox's files takes seconds, as it says itself.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  test: {
    include: ["src/**/*.test.ts", "build/**/*.test.ts"],
    // Test files share the modules of their worker, and so its one Python interpreter: to boot takes seconds. A test that
    // leaves something behind for the next file is a mistake in that test.
    isolate: false,
    maxWorkers: "100%",
    // Slower tests are listed with their times.
    slowTestThreshold: 500,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
