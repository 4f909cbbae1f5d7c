/** The dialogs of the page and the title slide, as one download of their own. */
export { default as Gallery } from "./Gallery.svelte";
export { default as KeysDialog } from "./KeysDialog.svelte";
export { default as QrDialog } from "./QrDialog.svelte";
export { default as SettingsDialog } from "./SettingsDialog.svelte";
export { default as ShareDialog } from "./ShareDialog.svelte";
export { default as TitleSlide } from "./TitleSlide.svelte";
