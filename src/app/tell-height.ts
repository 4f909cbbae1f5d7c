/** Tells the page around an embed how high it would be best. */
import type { HeightMessage } from "../share/embed-messages.ts";

/**
 * Attached to what fills the frame: a `main` that gives way, between bars that do not. `least` is the height, in pixels,
 * that `main` does well with. What is told does not depend on the frame's height, so answering it changes nothing.
 */
export function tellHeight(least: number): (page: HTMLElement) => () => void {
  return (page) => {
    if (window.parent === window) return () => {};
    let told = 0;
    const main = page.querySelector("main") as HTMLElement;
    const tell = () => {
      const height = Math.ceil(page.offsetHeight - main.offsetHeight + least);
      if (height === told) return;
      told = height;
      // Whoever holds the frame knows its width already: no secret goes to any origin.
      window.parent.postMessage({ type: "loopscope-height", height } satisfies HeightMessage, "*");
    };
    const observer = new ResizeObserver(tell);
    observer.observe(page);
    observer.observe(main);
    return () => observer.disconnect();
  };
}
