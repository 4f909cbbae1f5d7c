/**
 * Regular expressions of the sources, and attacks on them: texts on which a pattern that backtracks takes very long.
 * Called by linear-time.test.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

export interface Pattern {
  /** File and line, as `src/views/editor/tokens.ts:9`. */
  readonly place: string;
  readonly pattern: RegExp;
}

/** Return the patterns in all modules and components below the folders, tests left out. */
export function patternsIn(folders: readonly string[]): Pattern[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:ts|m?js|svelte)$/.test(file) && !/\.test\.ts$|^testing\//.test(file))
      .flatMap((file) => patternsOf(`${folder}/${file}`)),
  );
}

function patternsOf(file: string): Pattern[] {
  const found: Pattern[] = [];
  const text = readFileSync(file, "utf8");
  const script = file.endsWith(".svelte") ? scriptsOf(text) : text;
  const source = ts.createSourceFile(file, script, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const start = node.getStart(source);
      const literal = script.slice(start, node.end);
      const end = literal.lastIndexOf("/");
      const pattern = new RegExp(literal.slice(1, end), literal.slice(end + 1));
      found.push({ place: `${file}:${source.getLineAndCharacterOfPosition(start).line + 1}`, pattern });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Return a component's scripts, one after the other, at their lines. */
function scriptsOf(component: string): string {
  const parts = component.split(/(<script[^<>]*>|<\/script>)/);
  return parts.map((part, i) => (i % 4 === 2 ? part : part.replace(/[^\n]/g, " "))).join("");
}

/** Return the milliseconds that a call takes: the least of some tries, the rest of which another process has delayed. */
export function timeOf(call: () => unknown, enough: number): number {
  let least = Infinity;
  for (let tries = 0; tries < 4 && least > enough; tries++) {
    const start = performance.now();
    call();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** Length at which a pattern with an exponential number of ways takes a tenth of a second, and a linear one nothing. */
const FEW = 23;
/** The same for a quadratic one: a millionth of a second against a tenth. */
const MANY = 20_000;
/** In milliseconds. */
const ENOUGH = 30;

/** Return a text on which the pattern takes longer than linear time; null if none was found. */
export function attack(pattern: RegExp): string | null {
  const { signs, words } = piecesOf(pattern.source);
  const pairs = signs.flatMap((a) => signs.filter((b) => b !== a).map((b) => a + b));
  const isSlow = (unit: string, prefix: string, suffix: string, times: number) =>
    timeOf(() => {
      pattern.lastIndex = 0;
      pattern.test(prefix + unit.repeat(times) + suffix);
    }, ENOUGH) > ENOUGH;
  const prefixes = ["", ...signs, ...words];
  for (const [units, times] of [
    [[...signs, ...pairs], FEW],
    [[...signs, ...words], MANY],
  ] as const)
    for (const unit of units)
      for (const prefix of prefixes)
        for (const suffix of ["", "\u2028!", "!"])
          if (isSlow(unit, prefix, suffix, times)) return `${prefix}(${unit})×${times}${suffix}`;
  return null;
}

/** Return the characters and words that a pattern speaks of, and one for each class of characters. */
function piecesOf(source: string): { signs: string[]; words: string[] } {
  const plain = source.replace(/\\[bsSwWdDpPnrt1]/g, "").replace(/\\(.)/g, "$1");
  const words = [...new Set(plain.match(/[a-z]{2,}/gi) ?? [])].slice(0, 5);
  const signs = new Set([...plain].filter((sign) => !/[a-z]/i.test(sign)).slice(0, 12));
  if (source.includes("\\\\")) signs.add("\\");
  if (source.includes("\\s")) signs.add(" ");
  return {
    signs: [...signs.add("a").add("1").add("\n")],
    words: words.flatMap((word) => [word, `${word} `]),
  };
}
