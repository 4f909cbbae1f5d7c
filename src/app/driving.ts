/** What the page offers to those who drive it, as `window.loopscope`. */
import type { Session } from "../session/session.svelte.ts";

interface Driving {
  /** Resolves when no run, chunk or animation is pending, playing included. */
  idle(): Promise<void>;
  /** The text as edited. */
  program(): string;
  /** The trace that is shown, as the headless recorder prints it. */
  events(): object[];
}

declare global {
  interface Window {
    loopscope: Driving;
  }
}

export function offerDriving(session: Session): void {
  window.loopscope = {
    async idle() {
      do await nextFrame();
      while (session.busy || isAnimating());
      await nextFrame();
    },
    program: () => session.source,
    events: () => session.exportEvents(),
  };
}

function isAnimating(): boolean {
  return document
    .getAnimations()
    .some(
      (animation) =>
        animation.playState === "running" && animation.effect?.getComputedTiming().endTime !== Infinity,
    );
}

/** A frame in a page that is shown; a moment in one that is hidden, where frames stand still. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
