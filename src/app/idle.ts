/** The page's promise to those who drive it: `window.loopscope.idle()`. */
import type { Session } from "../session/session.svelte.ts";

declare global {
  interface Window {
    loopscope: { idle(): Promise<void> };
  }
}

/** Resolves when no run, chunk or animation is pending, playing included. */
export function offerIdle(session: Session): void {
  window.loopscope = {
    async idle() {
      do await nextFrame();
      while (session.busy || isAnimating());
      await nextFrame();
    },
  };
}

function isAnimating(): boolean {
  return document
    .getAnimations()
    .some((animation) => animation.playState === "running" && animation.effect?.getComputedTiming().endTime !== Infinity);
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
