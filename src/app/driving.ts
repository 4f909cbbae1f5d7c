/** What the page offers to those who drive it, as `window.loopscope`. */
import type { Session } from "../session/session.svelte.ts";

declare global {
  interface Window {
    loopscope: { idle(): Promise<void>; program(): string };
  }
}

/** `idle()` resolves when no run, chunk or animation is pending, playing included; `program()` is the text as edited. */
export function offerDriving(session: Session): void {
  window.loopscope = {
    async idle() {
      do await nextFrame();
      while (session.busy || isAnimating());
      await nextFrame();
    },
    program: () => session.source,
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
