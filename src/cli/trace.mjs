/* Starts the headless recorder: Vite's module runner gives it the same imports as the page (TypeScript, `?raw`). */
import { runnerImport } from "vite";

const { module } = await runnerImport(new URL("./main.ts", import.meta.url).pathname, {
  configFile: false,
  logLevel: "error",
});
process.exitCode = await module.main(process.argv.slice(2));
