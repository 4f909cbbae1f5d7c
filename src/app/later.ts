/** The parts of the page that a first look does not need, as one download of their own. */
export { default as Dialogs } from "./Dialogs.svelte";
export { default as Inspector } from "../views/inspector/Inspector.svelte";
export { FileError, readFile } from "../formats/sniff.ts";
export { addAll } from "./program-files.ts";
export { default as TitleSlide } from "./TitleSlide.svelte";
