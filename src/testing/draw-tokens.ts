import type { TokenizeLine } from "../views/editor/tokens.ts";

/** Write a line with its tokens in brackets, plain ones bare, and the construct left open after it: `keyword[def] name[f]():`. */
export function drawTokens(tokenize: TokenizeLine, line: string, open = ""): string {
  const { tokens, open: after } = tokenize(line, open);
  const parts = tokens.map(({ start, kind }, i) => {
    const text = line.slice(start, tokens[i + 1]?.start);
    const bare = text.trimEnd();
    return kind === "plain" ? text : `${kind}[${bare}]${text.slice(bare.length)}`;
  });
  return parts.join("") + (after ? ` …${after}` : "");
}
