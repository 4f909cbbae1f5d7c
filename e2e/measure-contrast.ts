import type { Page } from "@playwright/test";

export interface MeasuredText {
  text: string;
  /** WCAG's contrast ratio of the text with what lies behind it. */
  ratio: number;
}

/**
 * The contrast of each text on the page, from the colours that the browser computes: its own over the backgrounds of
 * what it stands in, each over the one behind it. Texts of disabled controls and those that nobody sees are left out.
 */
export async function measureContrast(page: Page): Promise<MeasuredText[]> {
  return page.evaluate(() => {
    type Color = [red: number, green: number, blue: number, alpha: number];
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
    const known = new Map<string, Color>();
    /** Any colour of CSS in sRGB, as it is painted. */
    const painted = (css: string): Color => {
      let color = known.get(css);
      if (!color) {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = css;
        context.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
        known.set(css, (color = [red, green, blue, alpha / 255]));
      }
      return color;
    };
    const over = ([r, g, b, alpha]: Color, behind: Color): Color => {
      const mixed = (top: number, below: number) => top * alpha + below * (1 - alpha);
      return [mixed(r, behind[0]), mixed(g, behind[1]), mixed(b, behind[2]), 1];
    };
    const luminance = ([r, g, b]: Color) => {
      const linear = (channel: number) =>
        channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const contrast = (a: Color, b: Color) => {
      const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
      return (high + 0.05) / (low + 0.05);
    };

    const found: { text: string; ratio: number }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? "";
      const element = walker.currentNode.parentElement!;
      if (text === "" || element.closest("script, style, .visually-hidden, :disabled, option, textarea"))
        continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const style = getComputedStyle(element);
      let opacity = 1;
      let ground: Color = [255, 255, 255, 1];
      const chain: Element[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) chain.unshift(at);
      for (const part of chain) {
        const { backgroundColor, opacity: own } = getComputedStyle(part);
        ground = over(painted(backgroundColor), ground);
        opacity *= Number(own);
      }
      const isDrawing = element instanceof SVGElement;
      const [r, g, b, alpha] = painted(isDrawing ? style.fill : style.color);
      found.push({
        text: text.slice(0, 40),
        ratio: contrast(over([r, g, b, alpha * opacity], ground), ground),
      });
    }
    return found;
  });
}
