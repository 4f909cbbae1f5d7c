/** What a run waits for before it begins, in words. */
import { type Language, languageNames } from "../share/program.ts";
import type { Progress } from "./runner.svelte.ts";

export function waitingText(progress: Progress, language: Language): string {
  const name = languageNames[language];
  const percent = percentOf(progress);
  switch (progress.phase) {
    case "fetching":
      return `Loading ${name}: ${percent} %`;
    case "compiler":
      return percent < 100 ? `Loading the TypeScript compiler: ${percent} %` : "Compiling …";
    case "recording":
      return "Loading the recorded run …";
    case "starting":
      return `Starting ${name} …`;
  }
}

/** 100 for what does not tell how far it is. */
export function percentOf(progress: Progress): number {
  return "progress" in progress ? Math.round(progress.progress * 100) : 100;
}
