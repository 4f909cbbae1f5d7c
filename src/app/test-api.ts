/** The test API: `window.loopscope`, for programs that drive the page. Its names are a public contract. */
import { exportEvents } from "../formats/export-events.ts";
import type { Session } from "../session/session.svelte.ts";

interface TestApi {
  /** Resolves when no run, chunk or animation is pending, playing included. */
  idle(): Promise<void>;
  /** Returns the text in the editor. */
  program(): string;
  /** Returns the events of the shown run, as the headless recorder prints them. */
  events(): object[];
}

declare global {
  interface Window {
    loopscope: TestApi;
  }
}

/** `isOpening` returns true while a program waits for a download before it opens. */
export function offerTestApi(session: Session, isOpening: () => boolean): void {
  window.loopscope = {
    async idle() {
      do await nextFrame();
      while (isOpening() || session.busy || isAnimating());
      await nextFrame();
    },
    program: () => session.source,
    events: () => exportEvents(session.run.store.trace),
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

/** Resolves with the next frame, or after 100 ms: a hidden page has no frames. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
