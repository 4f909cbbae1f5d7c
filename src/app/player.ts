/** The views of a run in an embed, and the tours, as one download of their own. */
export { default as Console } from "../views/console/Console.svelte";
export { default as PlaybackBar } from "../views/playback/PlaybackBar.svelte";
export { default as Caption } from "../views/stage/Caption.svelte";
export { default as Cover } from "./Cover.svelte";
export { default as Stage } from "./WiredStage.svelte";
export { default as Verdict } from "./Verdict.svelte";
export { tourOf } from "../examples/tours.ts";
