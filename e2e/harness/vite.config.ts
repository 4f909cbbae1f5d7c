/*
 * Builds the view harness, which is no part of the page. `views.spec.ts` builds it for itself; to look at it while a
 * view is drawn anew:
 *
 *     npx vite --config e2e/harness/vite.config.ts     then show("stage", "dark") in the browser's console
 */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { recordedRuns } from "../../build/recorded-runs.ts";

/** Modules that the harness never uses: nothing is run in it, and its editor is the plain one. */
const unused: Record<string, string> = {
  "virtual:sandbox-files": 'export const sandboxUrl = ""; export const files = { postgres: {} };',
  "./MonacoEditor.svelte": "",
};

function leaveOut(): Plugin {
  return {
    name: "loopscope-leave-out",
    enforce: "pre",
    resolveId: (id) => (id in unused ? `\0${id}` : undefined),
    load: (id) => unused[id.slice(1)],
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  logLevel: "warn",
  plugins: [svelte(), recordedRuns(), leaveOut()],
  build: {
    target: "es2022",
    minify: false,
    modulePreload: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
