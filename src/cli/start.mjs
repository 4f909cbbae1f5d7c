/*
 * Start a command of this folder by its file name. Vite's module runner gives it the same imports as the page
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
// The writer handles an error of stdout; without a listener it would be thrown here, too.
process.stdout.on("error", () => {});
process.exitCode = await module.main(args);
