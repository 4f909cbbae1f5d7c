/**
 * How large the stage is drawn: on a screen with room to spare (a projector, a desk), larger. The same query sets
 * `--scale` in the page's stylesheet.
 */
import { MediaQuery } from "svelte/reactivity";

const roomy = new MediaQuery("(min-width: 1600px) and (min-height: 860px)", false);

/** The factor for lengths that are computed; reactive. */
export const stageScale = () => (roomy.current ? 1.3 : 1);
