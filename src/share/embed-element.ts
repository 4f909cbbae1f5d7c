/**
 * `<loopscope-embed>`: the embed as an element of any page, `embed.js` of the built one. A classic script without
 * imports, so that one line loads it; the page that it came with is the playground that it shows.
 */
import { dedented, embedAddress } from "./embed-address.ts";
import { heightOf, type ThemeMessage } from "./embed-messages.ts";
import { isTheme } from "./view-options.ts";

const base = new URL((document.currentScript as HTMLScriptElement).src);

/**
 * Attributes: `example`, `lang`, `theme`, `readonly` as in the page's address; `height` in CSS pixels, for an embed of a
 * fixed height. Its text, or that of a `<script type="text/plain">` or a `<pre>` in it, is the program if there is any.
 */
class LoopscopeEmbed extends HTMLElement {
  static readonly observedAttributes = ["example", "lang", "theme", "readonly", "height"];

  readonly #frame = document.createElement("iframe");
  /** True once the embed listens. */
  #isReady = false;
  /** The height that the embed has told, or is likely to tell. */
  #told = 450;

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
    // An element that the script finds in the page hears of its attributes before it is connected.
    if (!this.shadowRoot) return;
    if (name === "height") this.#setHeight();
    else if (name === "theme" && this.#isReady) this.#tellTheme();
    else this.#show();
  }

  #show(): void {
    const wish = (name: string) => this.getAttribute(name);
    // A program that is too large throws here, and stays as the text that it is.
    const address = embedAddress(base, {
      example: wish("example"),
      lang: wish("lang"),
      theme: wish("theme"),
      readonly: wish("readonly"),
      source: dedented(this.textContent ?? ""),
    });
    this.#frame.src = address;
    if (this.shadowRoot) return;
    const style = document.createElement("style");
    style.textContent = ":host { display: block } :host([hidden]) { display: none }";
    this.attachShadow({ mode: "open" }).append(style, this.#frame);
  }

  #tellTheme(): void {
    const theme = this.getAttribute("theme");
    const message: ThemeMessage = { type: "loopscope-theme", theme: isTheme(theme) ? theme : null };
    this.#frame.contentWindow?.postMessage(message, base.origin);
  }

  #setHeight(): void {
    const fixed = Number(this.getAttribute("height"));
    // The two lines of its border are not the embed's.
    this.#frame.style.height = `${fixed > 0 ? fixed : this.#told + 2}px`;
  }

  readonly #onMessage = ({ source, origin, data }: MessageEvent): void => {
    if (source !== this.#frame.contentWindow || origin !== base.origin) return;
    const height = heightOf(data);
    if (height === null) return;
    this.#isReady = true;
    this.#told = height;
    this.#setHeight();
  };
}

customElements.define("loopscope-embed", LoopscopeEmbed);
