import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./app/theme.css";
import "./app/touch.css";
import { loadTexts } from "./examples/texts.ts";
import { parseViewOptions } from "./share/view-options.ts";

// Neither page downloads what only the other one needs, and this one script waits for none of it: a page's scripts are
// asked for together, by the first that arrives.
const { embed, language } = parseViewOptions(location.search).options;
// The page waits for them.
loadTexts(language ?? "python").catch(() => {});
const load = embed ? () => import("./app/Embed.svelte") : () => import("./app/App.svelte");
const [{ default: Page }, { mount }] = await Promise.all([load(), import("svelte")]);

mount(Page, { target: document.getElementById("app") as HTMLElement });
