/** The height that an embed needs, reported to the page around it. */
import type { HeightMessage } from "../share/embed-messages.ts";

/**
 * An attachment of the element that fills the frame. Its `main` takes the room that bars leave and needs `least` pixels.
 * The reported height does not depend on the frame's own, so a page that follows the report causes no other one.
 */
export function reportHeight(least: number): (page: HTMLElement) => () => void {
  return (page) => {
    if (window.parent === window) return () => {};
    let reported = 0;
    const main = page.querySelector("main") as HTMLElement;
    const report = () => {
      const height = Math.ceil(page.offsetHeight - main.offsetHeight + least);
      if (height === reported) return;
      reported = height;
      // Any origin may read it: the page around knows the frame's width already.
      window.parent.postMessage({ type: "loopscope-height", height } satisfies HeightMessage, "*");
    };
    const observer = new ResizeObserver(report);
    observer.observe(page);
    observer.observe(main);
    return () => observer.disconnect();
  };
}
