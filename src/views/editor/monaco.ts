/**
 * Monaco with what this editor uses of it and no more: about a quarter less to load than all of it. Nothing in the
 * chosen set asks for Monaco's worker, which serves diffs, links and word-based suggestions. Imported lazily.
 */
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/cursorUndo/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/indentation/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/wordOperations/register";
import "monaco-editor/features/codicon/register";
import { editor, languages, MarkerSeverity, Range } from "monaco-editor/editor";
import { FONT_SIZE, GUTTER_DIGITS, GUTTER_GAP, LINE_HEIGHT, PADDING, TAB_SIZE } from "./code-layout.ts";
import { tokenizeLine } from "./python-tokens.ts";

export { editor, MarkerSeverity, Range };

languages.register({ id: "python" });
languages.setLanguageConfiguration("python", {
  comments: { lineComment: "#" },
  brackets: [
    ["(", ")"],
    ["[", "]"],
    ["{", "}"],
  ],
  autoClosingPairs: [
    { open: "(", close: ")" },
    { open: "[", close: "]" },
    { open: "{", close: "}" },
    { open: '"', close: '"', notIn: ["string", "comment"] },
    { open: "'", close: "'", notIn: ["string", "comment"] },
  ],
  onEnterRules: [
    { beforeText: /:\s*(?:#.*)?$/, action: { indentAction: languages.IndentAction.Indent } },
    {
      beforeText: /^\s*(?:return|raise|pass|break|continue)\b[^([{]*$/,
      action: { indentAction: languages.IndentAction.Outdent },
    },
  ],
});

/** Between two lines: the string that is open. */
class LineState implements languages.IState {
  constructor(readonly open: string) {}
  clone(): LineState {
    return this;
  }
  equals(other: languages.IState): boolean {
    return other instanceof LineState && other.open === this.open;
  }
}

languages.setTokensProvider("python", {
  getInitialState: () => new LineState(""),
  tokenize(line, state) {
    const { tokens, open } = tokenizeLine(line, (state as LineState).open);
    return {
      tokens: tokens.map(({ start, kind }) => ({ startIndex: start, scopes: kind })),
      endState: new LineState(open),
    };
  },
});

/** Nothing that decorates the code but the marks of the run; what would pop up is among the features left out. */
export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  language: "python",
  ariaLabel: "Program",
  accessibilitySupport: "auto",
  automaticLayout: true,
  // A text area as the browser knows it: dictation, drivers and older screen readers reach it. (The other way, an
  // EditContext, tells of a text of several lines only once it is typed.)
  editContext: false,
  fontSize: FONT_SIZE,
  lineHeight: LINE_HEIGHT,
  fontLigatures: false,
  padding: { top: PADDING, bottom: PADDING },
  lineNumbersMinChars: GUTTER_DIGITS,
  lineDecorationsWidth: GUTTER_GAP,
  glyphMargin: false,
  // Without the feature it would still take its room in the gutter.
  folding: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: {
    verticalScrollbarSize: 10,
    horizontalScrollbarSize: 10,
    useShadows: false,
    alwaysConsumeMouseWheel: false,
  },
  scrollBeyondLastLine: false,
  fixedOverflowWidgets: true,
  renderLineHighlight: "none",
  renderFinalNewline: "on",
  selectionHighlight: false,
  guides: { indentation: false },
  matchBrackets: "near",
  tabSize: TAB_SIZE,
  insertSpaces: true,
  detectIndentation: false,
};
