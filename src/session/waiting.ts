/** The wait before a run begins, in words. */
import { type Language, languageNames } from "../share/program.ts";
import type { Progress } from "./runner.svelte.ts";

export function waitingText(progress: Progress, language: Language): string {
  const name = languageNames[language];
  const percent = percentOf(progress);
  switch (progress.phase) {
    case "fetching":
      return `Loading ${name}: ${percent} %`;
    case "postgres":
      return `Loading PostgreSQL: ${percent} %`;
    case "compiler":
      return percent < 100 ? `Loading the TypeScript compiler: ${percent} %` : "Compiling …";
    case "recording":
      return "Loading the recorded run …";
    case "importing":
      return `Importing ${progress.name} …`;
    case "starting":
      return `Starting ${name} …`;
  }
}

/** The progress in per cent; 100 for a phase that does not report any. */
export function percentOf(progress: Progress): number {
  return "progress" in progress ? Math.round(progress.progress * 100) : 100;
}
