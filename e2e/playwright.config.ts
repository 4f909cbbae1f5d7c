// End-to-end tests: the built page, on the plainest host, below a path, in a Chromium of this machine.

import { defineConfig } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";

const executablePath = findChromium();
process.env.LOOPSCOPE_CHROMIUM = executablePath; // the test processes inherit it and need not look again

const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  // One picture for all machines: the page brings its own fonts.
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  forbidOnly: process.env.CI !== undefined,
  fullyParallel: true,
  // One more than there are cores where the project is tested: a test mostly waits, for a run to be played or a frame.
  workers: 3,
  // A test that passes only on a retry is no failure, but the summary reports it, as it hides a race.
  retries: 1,
  // Far more than any test takes where nothing else runs: a machine that is busy, or slow, is no failure.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["line"], ["./summary-reporter.ts"]],
  use: {
    // The server takes any free port and prints it; Playwright reads it into the environment (see `wait`).
    baseURL: process.env.LOOPSCOPE_URL ?? "",
    viewport: { width: 1280, height: 720 },
    screenshot: "only-on-failure",
    // A test steps hundreds of times: nothing that it checks needs the motion, but for the one test about motion.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath,
      args: [
        "--disable-gpu",
        "--font-render-hinting=slight", // the headless shell draws letters as a browser with windows does
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...(asRoot ? ["--no-sandbox"] : []), // Chromium refuses its own sandbox to root
      ],
    },
  },
  webServer: {
    command: "node static-server.mjs ../dist /deep/base/",
    wait: { stdout: /at (?<loopscope_url>http:\S+)/ },
  },
});
