/*
 * Starts a command of this folder, named by its file: Vite's module runner gives it the same imports as the page
 * (TypeScript, `?raw`).
 */
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const [command, ...args] = process.argv.slice(2);
const { module } = await runnerImport(here(command), {
  configFile: false,
  root: here("../.."),
  logLevel: "error",
});
// What fails to be written is told to who writes.
process.stdout.on("error", () => {});
process.exitCode = await module.main(args);
