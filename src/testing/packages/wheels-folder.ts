/** Folder of the wheels for tests, with the installed packages: `npm ci` removes it. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const installed = dirname(dirname(createRequire(import.meta.url).resolve("pyodide/package.json")));

export const wheelsFolder = join(installed, ".cache/loopscope/wheels");
