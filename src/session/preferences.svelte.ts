/** What a person chose of the page's look, remembered by the browser; a link's wishes are not remembered. */

export type Theme = "light" | "dark";

const THEME_KEY = "loopscope-theme";

export class Preferences {
  /** Null follows the system. */
  #chosen = $state.raw<Theme | null>(null);
  #system = $state.raw<Theme>("dark");

  readonly theme: Theme = $derived(this.#chosen ?? this.#system);

  constructor(fromLink: string | null) {
    const light = matchMedia("(prefers-color-scheme: light)");
    this.#system = light.matches ? "light" : "dark";
    light.addEventListener("change", () => (this.#system = light.matches ? "light" : "dark"));
    const wanted = fromLink ?? recall();
    this.#chosen = wanted === "light" || wanted === "dark" ? wanted : null;
  }

  toggleTheme(): void {
    this.#chosen = this.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(THEME_KEY, this.#chosen);
    } catch {
      // Storage is forbidden here: the choice lasts as long as the page.
    }
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(THEME_KEY);
  } catch {
    return null;
  }
}
