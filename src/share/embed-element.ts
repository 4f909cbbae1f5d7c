/**
 * `<loopscope-embed>`: the embed as an HTML element, built as `embed.js`. A classic script without imports, so that one
 * line loads it; it shows the playground of the site that it is loaded from.
 */
import { dedented, embedAddress } from "./embed-address.ts";
import { heightOf, type ThemeMessage } from "./embed-messages.ts";
import { isTheme } from "./view-options.ts";

const base = new URL((document.currentScript as HTMLScriptElement).src);

/**
 * Element of an embed. Attributes: `example`, `lang`, `theme`, `readonly`, `network` as in the page's address; `height` in CSS
 * pixels, for a fixed height. Its text, or that of a `<script type="text/plain">` or a `<pre>` in it, is the program.
 */
class LoopscopeEmbed extends HTMLElement {
  static readonly observedAttributes = ["example", "lang", "theme", "readonly", "network", "height"];

  readonly #frame = document.createElement("iframe");
  /** True once the embed receives messages. */
  #isReady = false;
  /** Height that the embed has reported, in CSS pixels, or a likely one before that. */
  #height = 450;

  constructor() {
    super();
    this.#frame.title = "Loopscope: an asyncio program and its event loop";
    this.#frame.loading = "lazy";
    this.#frame.style.cssText =
      "display: block; box-sizing: border-box; width: 100%; border: 1px solid rgb(128 128 128 / 40%); border-radius: 10px";
  }

  connectedCallback(): void {
    addEventListener("message", this.#onMessage);
    this.#show();
    this.#setHeight();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#onMessage);
    this.#isReady = false;
  }

  attributeChangedCallback(name: string): void {
    // For an element that is in the page before the script, this is called before `connectedCallback`.
    if (!this.shadowRoot) return;
    if (name === "height") this.#setHeight();
    else if (name === "theme" && this.#isReady) this.#postTheme();
    else this.#show();
  }

  #show(): void {
    const attribute = (name: string) => this.getAttribute(name);
    // A program that is too large throws here, and the element keeps showing its text.
    const address = embedAddress(base, {
      example: attribute("example"),
      lang: attribute("lang"),
      theme: attribute("theme"),
      readonly: attribute("readonly"),
      network: attribute("network"),
      source: dedented(this.textContent ?? ""),
    });
    this.#frame.src = address;
    if (this.shadowRoot) return;
    const style = document.createElement("style");
    style.textContent = ":host { display: block } :host([hidden]) { display: none }";
    this.attachShadow({ mode: "open" }).append(style, this.#frame);
  }

  #postTheme(): void {
    const theme = this.getAttribute("theme");
    const message: ThemeMessage = { type: "loopscope-theme", theme: isTheme(theme) ? theme : null };
    this.#frame.contentWindow?.postMessage(message, base.origin);
  }

  #setHeight(): void {
    const fixed = Number(this.getAttribute("height"));
    // The reported height does not include the border.
    this.#frame.style.height = `${fixed > 0 ? fixed : this.#height + 2}px`;
  }

  readonly #onMessage = ({ source, origin, data }: MessageEvent): void => {
    if (source !== this.#frame.contentWindow || origin !== base.origin) return;
    const height = heightOf(data);
    if (height === null) return;
    this.#isReady = true;
    this.#height = height;
    this.#setHeight();
  };
}

customElements.define("loopscope-embed", LoopscopeEmbed);
