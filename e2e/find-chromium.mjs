// @ts-check
// A Chromium to test with: the one that was asked for, one on this machine, or, where that is easy, a fresh one.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

// The headless shell comes first: it draws no windows, so that a page costs half of the processor's time.
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/google/chrome", "/snap/bin"];
const MAC_APPS = ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"];

/**
 * The path of a Chromium or Chrome that runs. Throws one sentence that says how to get one if there is none.
 * @returns {string}
 */
export function findChromium() {
  const wished = process.env.LOOPSCOPE_CHROMIUM ?? process.env.CHROME_PATH;
  if (wished !== undefined) {
    if (existsSync(wished)) return wished;
    throw new Error(`LOOPSCOPE_CHROMIUM or CHROME_PATH names "${wished}", where there is no file.`);
  }
  const found = candidates().find(runs) ?? (installOnDebian() ? candidates().find(runs) : undefined);
  if (found !== undefined) return found;
  throw new Error(
    "No Chromium was found: install one (`npx playwright install chromium`, or your system's package) or set LOOPSCOPE_CHROMIUM to its path.",
  );
}

function candidates() {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const folders = [...new Set([...path, ...FOLDERS])];
  return [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    playwrightsOwn(),
    ...MAC_APPS.map((app) => join("/Applications", app)),
  ].filter((file) => existsSync(file));
}

function playwrightsOwn() {
  try {
    return chromium.executablePath();
  } catch {
    return ""; // Playwright knows no browser for this system
  }
}

/**
 * Whether the browser at `path` starts: Ubuntu's `chromium-browser` can be a script that only says where to get one.
 * @param {string} path
 */
function runs(path) {
  try {
    execFileSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Tries to install a package of Debian's or Ubuntu's own; only root may. */
function installOnDebian() {
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return false;
  console.error("No Chromium was found; installing the system's package with apt-get.");
  // Ubuntu has no package of the headless shell.
  return (
    runAptGet("update") &&
    (runAptGet("install", "-y", "chromium-headless-shell") || runAptGet("install", "-y", "chromium"))
  );
}

/** @param {string[]} args */
function runAptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] });
    return true;
  } catch {
    return false;
  }
}
