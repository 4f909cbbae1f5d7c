/** Palette for a canvas, which cannot read CSS custom properties: the page's colours and fonts, read once per theme. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly grid: string;
  readonly bg: string;
  readonly error: string;
  readonly sans: string;
}

const fallback: Palette = {
  text: "#e6e9f0",
  muted: "#9aa3b2",
  faint: "#5c6575",
  grid: "#232a36",
  bg: "#0c1017",
  error: "#ff9b8f",
  sans: "system-ui, sans-serif",
};

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const names = Object.keys(fallback) as (keyof Palette)[];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || fallback[name]]),
  ) as unknown as Palette;
}
