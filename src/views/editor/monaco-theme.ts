/**
 * Theme of Monaco in the page's colours. Monaco needs hexadecimal colours, so the page's custom properties, in any
 * colour space, are computed when the theme changes. The editor's background is transparent: the mark of the running
 * line is behind it.
 */
import { editor } from "monaco-editor/editor";
import type { Theme } from "../../share/view-options.ts";
import type { TokenKind } from "./token.ts";

const tokenColors: Record<TokenKind, { color: string; strong?: true }> = {
  plain: { color: "--text" },
  keyword: { color: "--code-keyword" },
  await: { color: "--text", strong: true },
  name: { color: "--text", strong: true },
  constant: { color: "--code-constant" },
  string: { color: "--code-string" },
  comment: { color: "--code-comment" },
};

const transparent = "#00000000";

/** Set Monaco's theme to `theme`, with the colours that `element` has now. */
export function applyTheme(element: HTMLElement, theme: Theme): void {
  const color = (name: string, alpha = 1) => hexadecimal(element, `var(${name})`, alpha);
  const name = `loopscope-${theme}`;
  editor.defineTheme(name, {
    base: theme === "dark" ? "vs-dark" : "vs",
    inherit: false,
    rules: [
      { token: "", foreground: color("--text").slice(1) },
      ...Object.entries(tokenColors).map(([token, { color: property, strong }]) => ({
        token,
        foreground: color(property).slice(1),
        fontStyle: strong ? "bold" : "",
      })),
    ],
    colors: {
      foreground: color("--text"),
      focusBorder: color("--accent"),
      "editor.background": transparent,
      "editor.foreground": color("--text"),
      "editorGutter.background": transparent,
      "editorLineNumber.foreground": color("--code-comment"),
      "editorLineNumber.activeForeground": color("--code-comment"),
      "editorCursor.foreground": color("--accent"),
      "editor.selectionBackground": color("--code-selection"),
      "editor.inactiveSelectionBackground": color("--line", 0.6),
      "editor.findMatchBackground": color("--accent", 0.3),
      "editor.findMatchHighlightBackground": color("--accent", 0.12),
      "editorBracketMatch.background": color("--line"),
      "editorBracketMatch.border": transparent,
      "editorError.foreground": color("--error"),
      "editorWarning.foreground": color("--error"),
      "editorWhitespace.foreground": color("--line"),
      "editorWidget.background": color("--surface"),
      "editorWidget.foreground": color("--text"),
      "editorWidget.border": color("--line"),
      "editorSuggestWidget.selectedBackground": color("--line"),
      "editorSuggestWidget.selectedForeground": color("--text"),
      "editorSuggestWidget.highlightForeground": color("--text"),
      "editorSuggestWidget.focusHighlightForeground": color("--text"),
      "list.hoverBackground": color("--line", 0.5),
      "editor.rangeHighlightBackground": color("--track"),
      "quickInput.background": color("--surface"),
      "quickInput.foreground": color("--text"),
      "quickInputList.focusBackground": color("--track"),
      "quickInputList.focusForeground": color("--text"),
      "list.activeSelectionForeground": color("--text"),
      "editorHoverWidget.highlightForeground": color("--text"),
      "widget.shadow": transparent,
      "input.background": color("--bg"),
      "input.foreground": color("--text"),
      "input.border": color("--line"),
      "input.placeholderForeground": color("--faint"),
      "inputOption.activeBackground": color("--line"),
      "inputOption.activeForeground": color("--text"),
      "inputOption.activeBorder": color("--faint"),
      "icon.foreground": color("--muted"),
      "toolbar.hoverBackground": color("--line"),
      "scrollbar.shadow": transparent,
      "scrollbarSlider.background": color("--faint", 0.3),
      "scrollbarSlider.hoverBackground": color("--faint", 0.45),
      "scrollbarSlider.activeBackground": color("--faint", 0.6),
    },
  });
  editor.setTheme(name);
}

/** Return the colour that `css` has at `element`, as `#rrggbbaa`, with its opacity times `alpha`. */
function hexadecimal(element: HTMLElement, css: string, alpha: number): string {
  const probe = document.createElement("i");
  probe.style.color = css;
  element.append(probe);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return "#808080ff";
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.globalAlpha = alpha;
  context.fillRect(0, 0, 1, 1);
  return (
    "#" +
    [...context.getImageData(0, 0, 1, 1).data].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  );
}
