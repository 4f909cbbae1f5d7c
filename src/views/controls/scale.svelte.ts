/**
 * How large the stage is drawn: on a screen with room to spare (a desk), larger; before an audience as large as was set.
 * `--scale` in the page's stylesheet is the same number.
 */
import { MediaQuery } from "svelte/reactivity";

const roomy = new MediaQuery("(min-width: 1600px) and (min-height: 860px)", false);
let set = $state.raw<number | null>(null);

/** The factor for lengths that are computed; reactive. */
export const stageScale = () => set ?? (roomy.current ? 1.3 : 1);

/** Another factor from now on; null for the screen's own. */
export function setStageScale(scale: number | null): void {
  set = scale;
  const { style } = document.documentElement;
  if (scale === null) style.removeProperty("--scale");
  else style.setProperty("--scale", String(scale));
}
