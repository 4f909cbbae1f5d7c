/**
 * Monaco with the features that this editor uses, which is about three quarters of its size. None of them needs Monaco's
 * worker, which serves diffs, links and word-based suggestions. Imported lazily.
 */
import "./monaco-features.ts";
import { editor, languages, MarkerSeverity, Range, Uri } from "monaco-editor/editor";
import type { Language } from "../../share/program.ts";
import { PADDING, TAB_SIZES } from "./code-layout.ts";
import { indentationOf } from "./indentation.ts";
import { tokenizers } from "./tokens.ts";

export { editor, MarkerSeverity, Range };

const brackets: languages.LanguageConfiguration = {
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
};

const configurations: Record<Language, languages.LanguageConfiguration> = {
  python: {
    ...brackets,
    comments: { lineComment: "#" },
    onEnterRules: [
      { beforeText: /:\s*(?:#[^]*)?$/, action: { indentAction: languages.IndentAction.Indent } },
      {
        beforeText: /^\s*(?:return|raise|pass|break|continue)\b[^([{]*$/,
        action: { indentAction: languages.IndentAction.Outdent },
      },
    ],
  },
  typescript: {
    ...brackets,
    comments: { lineComment: "//", blockComment: ["/*", "*/"] },
    autoClosingPairs: [
      ...(brackets.autoClosingPairs ?? []),
      { open: "`", close: "`", notIn: ["string", "comment"] },
    ],
    indentationRules: { increaseIndentPattern: /[{([]\s*$/, decreaseIndentPattern: /^\s*[})\]]/ },
  },
};

/** State between two lines: the construct that is open. */
class LineState implements languages.IState {
  constructor(readonly open: string) {}
  clone(): LineState {
    return this;
  }
  equals(other: languages.IState): boolean {
    return other instanceof LineState && other.open === this.open;
  }
}

for (const [id, tokenize] of Object.entries(tokenizers)) {
  languages.register({ id });
  languages.setLanguageConfiguration(id, configurations[id as Language]);
  languages.setTokensProvider(id, {
    getInitialState: () => new LineState(""),
    tokenize(line, state) {
      const { tokens, open } = tokenize(line, (state as LineState).open);
      return {
        tokens: tokens.map(({ start, kind }) => ({ startIndex: start, scopes: kind })),
        endState: new LineState(open),
      };
    },
  });
}

/** Return a new model of a text, with an undo history of its own. */
export function createModel(language: Language, text: string): editor.ITextModel {
  const extension = language === "python" ? "py" : "ts";
  const model = editor.createModel(text, language, Uri.parse(`file:///program.${extension}`));
  model.setEOL(editor.EndOfLineSequence.LF);
  model.updateOptions({
    tabSize: TAB_SIZES[language],
    // Hue is for tasks. The editor's option of this name does not reach the model.
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  const follow = () => {
    const level = indentationOf(model.getValue(), language);
    model.updateOptions({
      insertSpaces: level !== "\t",
      indentSize: level === "\t" ? "tabSize" : level.length,
    });
  };
  follow();
  model.onDidChangeContent(follow);
  return model;
}

/** Options of the editor: the marks of the run are the only decoration of the code. */
export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  model: null,
  ariaLabel: "Program",
  accessibilitySupport: "auto",
  automaticLayout: true,
  // A native text area, which dictation, test drivers and older screen readers support. (An EditContext reports a text
  // of several lines only after it is typed.)
  editContext: false,
  fontLigatures: false,
  padding: { top: PADDING, bottom: PADDING },
  glyphMargin: false,
  // Folding would take space in the gutter even without its feature.
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
  detectIndentation: false,
  wordBasedSuggestions: "off",
  suggest: { showIcons: false, showStatusBar: false },
  inlineSuggest: { enabled: false },
  parameterHints: { cycle: true },
  hover: { delay: 400 },
};
