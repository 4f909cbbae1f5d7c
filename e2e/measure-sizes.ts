// Sizes of what is on the page, as a browser draws it.

import type { Page } from "@playwright/test";

export interface StageSizes {
  /** Type sizes of the tokens' names and of the caption, in pixels. */
  tokens: number[];
  caption: number;
  /** Boxes on the screen; null for no strip of code. */
  stage: DOMRect;
  strip: DOMRect | null;
  /** Tokens that leave the stage, by their text. */
  outside: string[];
  /** Lines of code and output that are partly seen, by their text. */
  cut: string[];
  /** Elements with more content than room that would have a scrollbar. */
  scrollbars: string[];
}

/** Measures presentation mode. */
export async function measureStage(page: Page): Promise<StageSizes> {
  return page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const box = (element: Element) => element.getBoundingClientRect();
    const typeOf = (element: Element) => parseFloat(getComputedStyle(element).fontSize);
    const isSeen = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true });
    const stage = box(document.querySelector(".stage .stage, .pane > .stage") as Element);
    const tokens = all(".stage [data-token]").filter(
      (token) => isSeen(token) && token.querySelector(".label"),
    );
    const editor = all("[aria-label=Editor]").find(isSeen);
    const log = all("[role=log]").find(isSeen);
    const cutIn = (place: Element | undefined, lines: HTMLElement[]) => {
      if (!place) return [];
      const { top, bottom } = box(place);
      return lines.filter((line) => {
        const { top: y0, bottom: y1 } = box(line);
        const isPartly = (edge: number) => y0 < edge - 1.5 && y1 > edge + 1.5;
        return isPartly(top) || isPartly(bottom);
      });
    };
    const lines = [...cutIn(editor, all(".view-line")), ...cutIn(log, all("[role=log] button"))];
    return {
      tokens: tokens.map((token) => typeOf(token.querySelector(".label") as Element)),
      caption: typeOf(document.querySelector(".narration p") as Element),
      stage,
      strip: editor ? box(editor.closest(".left") as Element) : null,
      outside: tokens
        .filter((token) => {
          const { left, right, top, bottom } = box(token);
          const { left: x0, right: x1, top: y0, bottom: y1 } = stage;
          return left < x0 - 1 || right > x1 + 1 || top < y0 - 1 || bottom > y1 + 1;
        })
        .map((token) => token.innerText),
      cut: lines.map((line) => line.innerText),
      scrollbars: all("html, body, body *")
        .filter((element) => {
          const { overflowX, overflowY } = getComputedStyle(element);
          const bars = (overflow: string) => overflow === "auto" || overflow === "scroll";
          return (
            isSeen(element) &&
            !element.closest("[aria-hidden=true], .monaco-aria-container") &&
            ((bars(overflowY) && element.scrollHeight > element.clientHeight + 1) ||
              (bars(overflowX) && element.scrollWidth > element.clientWidth + 1))
          );
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    };
  });
}

/** Measures all that can be pressed, but for links within a sentence. */
export async function measureTargets(page: Page): Promise<{ name: string; width: number; height: number }[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, select, a, label:has(input), [role=tab]")]
      .filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) &&
          !element.closest("[inert], [aria-hidden=true], .visually-hidden") &&
          getComputedStyle(element).display !== "inline",
      )
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        const name = element.getAttribute("aria-label") ?? element.innerText;
        return { name: `${name.trim()} (${element.className})`, width, height };
      }),
  );
}
