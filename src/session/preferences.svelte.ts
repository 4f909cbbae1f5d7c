/**
 * Preferences: the settings of this visit. A person's choices are remembered by the browser; the wishes of a link come
 * before them, are not remembered, and end with the next choice of the same setting.
 */
import { MediaQuery } from "svelte/reactivity";
import type { Theme, ViewOptions } from "../share/view-options.ts";
import { readSettings, type Settings } from "./settings.ts";

const KEY = "loopscope-settings";

type Store = Pick<Storage, "getItem" | "setItem">;

export class Preferences {
  /** Null if the browser forbids it: then a choice lasts as long as the page. */
  readonly #store: Store | null;
  #remembered = $state.raw<Settings>(readSettings(null));
  #fromLink = $state.raw<Partial<Settings>>({});
  readonly #systemIsLight = new MediaQuery("(prefers-color-scheme: light)");
  readonly #systemHasColors = new MediaQuery("(forced-colors: active)");
  readonly #systemIsCalm = new MediaQuery("(prefers-reduced-motion: reduce)");

  readonly settings: Settings = $derived({ ...this.#remembered, ...this.#fromLink });

  readonly theme: Theme = $derived.by(() => {
    const { theme } = this.settings;
    // Forced colours are light or dark, whichever theme was chosen before.
    const isAuto = theme === "auto" || this.#systemHasColors.current;
    return isAuto ? (this.#systemIsLight.current ? "light" : "dark") : theme;
  });

  /** True if nothing is to move. */
  readonly isCalm: boolean = $derived.by(() => {
    const { reducedMotion } = this.settings;
    return reducedMotion === "auto" ? this.#systemIsCalm.current : reducedMotion === "on";
  });

  constructor(store: Store | null) {
    this.#store = store;
    this.#remembered = this.#read() ?? this.#remembered;
    // A choice in another tab holds in this one, too.
    addEventListener("storage", ({ key, newValue }) => {
      if (key === KEY) this.#remembered = readSettings(newValue);
    });
  }

  /** Sets the wishes of a link; null for a setting that it does not mention. */
  follow({ theme, speed, runOnClick }: Pick<ViewOptions, "theme" | "speed" | "runOnClick">): void {
    this.#fromLink = {
      ...(theme === null ? {} : { theme }),
      ...(speed === null ? {} : { speed }),
      ...(runOnClick ? { runWhileTyping: false } : {}),
    };
  }

  choose<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    const others = { ...this.#fromLink };
    delete others[name];
    this.#fromLink = others;
    // Read anew: another tab may have chosen something since.
    this.#remembered = { ...(this.#read() ?? this.#remembered), [name]: value };
    try {
      this.#store?.setItem(KEY, JSON.stringify(this.#remembered));
    } catch {
      // The storage is full: the choice lasts as long as the page.
    }
  }

  #read(): Settings | null {
    try {
      return this.#store && readSettings(this.#store.getItem(KEY));
    } catch {
      return null;
    }
  }
}
