// All forms in which one file of the page names another: import and export declarations, `import("…")` as a call and
// as a type, `new URL("…", import.meta.url)` for a worker, and `import.meta.glob("…")`.

import { posix } from "node:path";
import ts from "typescript";

export interface Import {
  /** What the file says, as it says it. */
  readonly specifier: string;
  /** The file meant, relative to src/ and without a query such as `?raw`; null for a package. */
  readonly file: string | null;
  /** Whether the whole declaration is erased. `import { type A }` is not: it still loads the module. */
  readonly typeOnly: boolean;
  /** Counted from 1. */
  readonly line: number;
}

/** All imports in the text of `path`, a TypeScript, JavaScript or Svelte file; none in any other. */
export function readImports(path: string, text: string): Import[] {
  if (path.endsWith(".svelte")) return readModule(path, scriptsOf(text)).concat(readMarkup(path, text));
  return /\.[cm]?[jt]s$/.test(path) ? readModule(path, text) : [];
}

function readModule(path: string, text: string): Import[] {
  const imports: Import[] = [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const add = (name: ts.Node | undefined, typeOnly: boolean) => {
    for (const literal of name && ts.isArrayLiteralExpression(name) ? name.elements : [name]) {
      if (literal === undefined || !ts.isStringLiteralLike(literal)) continue;
      const line = source.getLineAndCharacterOfPosition(literal.getStart(source)).line + 1;
      imports.push({ specifier: literal.text, file: resolve(path, literal.text), typeOnly, line });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === TYPE);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && (isDynamicImport(node) || isGlob(node)))
      add(node.arguments[0], false);
    else if (ts.isNewExpression(node) && isModuleUrl(node)) add(node.arguments?.[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

const TYPE = ts.SyntaxKind.TypeKeyword;

function isDynamicImport(call: ts.CallExpression): boolean {
  return call.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function isGlob({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    isImportMeta(expression.expression) &&
    expression.name.text === "glob"
  );
}

function isModuleUrl({ expression, arguments: args }: ts.NewExpression): boolean {
  const base = args?.[1];
  return (
    ts.isIdentifier(expression) && expression.text === "URL" && base !== undefined && isImportMetaUrl(base)
  );
}

function isImportMetaUrl(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && isImportMeta(node.expression) && node.name.text === "url";
}

function isImportMeta(node: ts.Node): boolean {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}

/** A component's scripts, with all the rest blanked out so that lines keep their numbers. */
function scriptsOf(component: string): string {
  let scripts = "";
  let end = 0;
  for (const match of component.matchAll(/(<script\b[^>]*>)([^]*?)<\/script>/g)) {
    const start = match.index + (match[1] ?? "").length;
    scripts += blank(component.slice(end, start)) + match[2];
    end = start + (match[2] ?? "").length;
  }
  return scripts;
}

/** The imports in a component's markup, as in `{#await import("./Editor.svelte")}`. */
function readMarkup(path: string, component: string): Import[] {
  const markup = component.replace(/<script\b[^>]*>[^]*?<\/script>|<!--[^]*?-->/g, blank);
  return [...markup.matchAll(/\bimport\(\s*["'`]([^"'`]+)["'`]/g)].map((match) => {
    const specifier = match[1] ?? "";
    const line = markup.slice(0, match.index).split("\n").length;
    return { specifier, file: resolve(path, specifier), typeOnly: false, line };
  });
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

function resolve(from: string, specifier: string): string | null {
  const path = specifier.replace(/[?#].*$/, "");
  // Vite takes a path from the root of the project; src/ is the only folder of it with modules.
  if (path.startsWith("/")) return posix.relative("/src", path);
  return path.startsWith(".") ? posix.join(posix.dirname(from), path) : null;
}
