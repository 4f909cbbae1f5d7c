/**
 * Compiled JavaScript made ready to run: what runs where is kept track of, loops can be interrupted, imports and
 * top-level awaits become what a function can have.
 *
 * The text keeps its lines. `__ls` is the program's `Tracker` (helpers.ts); every position is of the TypeScript source.
 */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import {
  type AnyNode,
  type CallExpression,
  type ImportDeclaration,
  type NewExpression,
  parse,
  type YieldExpression,
} from "acorn";
import { walk } from "estree-walker";
import MagicString from "magic-string";

/** What the compiler made of a program. */
export interface Compiled {
  code: string;
  /** The source map, as JSON. */
  map: string;
}

export interface Instrumented {
  /** The body of a function with the compiler's helpers as `this`, or of a generator function if `isAsync`. */
  body: string;
  /** True if the program awaits outside of its functions. */
  isAsync: boolean;
}

type Node = AnyNode & { start: number; end: number };

const HELPERS = new Set(["__awaiter", "__asyncGenerator"]);

export function instrument({ code, map }: Compiled): Instrumented {
  const text = new MagicString(code);
  const source = new TraceMap(map);
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true }) as Node;
  const edit = new Edit(text, source);
  const functions: { isCoroutine: boolean; isAsyncGenerator: boolean; name: string; line: number }[] = [];

  walk(program as never, {
    enter(this: unknown, visited, visitedParent) {
      const node = visited as unknown as Node;
      const parent = visitedParent as unknown as Node | null;
      if (isStatementOf(parent, node)) edit.markStatement(node);
      switch (node.type) {
        case "ImportDeclaration":
          edit.replaceImport(node);
          break;
        case "ExportNamedDeclaration":
          if (node.declaration) text.remove(node.start, node.declaration.start);
          else text.remove(node.start, node.end);
          break;
        case "FunctionDeclaration":
        case "FunctionExpression":
        case "ArrowFunctionExpression": {
          const helper = parent?.type === "CallExpression" ? helperOf(parent) : null;
          const outer = functions.at(-1);
          functions.push({
            isCoroutine: helper !== null,
            isAsyncGenerator: helper === "__asyncGenerator",
            name: helper ? (outer?.name ?? "") : nameOf(node, parent),
            line: helper ? (outer?.line ?? 0) : edit.lineOf(node),
          });
          if (node.body.type !== "BlockStatement" && !isHelperCall(node.body))
            edit.markExpression(node.body as Node);
          break;
        }
        case "CallExpression":
          if (helperOf(node)) edit.nameCoroutine(node, functions.at(-1), edit.lineOf(node));
          else edit.comeBack(node);
          break;
        case "NewExpression":
          edit.comeBack(node);
          break;
        case "YieldExpression":
          if (functions.at(-1)?.isCoroutine)
            edit.markAwait(node, parent, functions.at(-1)?.isAsyncGenerator === true);
          break;
        case "AwaitExpression":
          edit.awaitAtTop(node);
          break;
        case "ForStatement":
        case "ForOfStatement":
        case "ForInStatement":
        case "WhileStatement":
        case "DoWhileStatement":
          edit.countTurns(node.body as Node);
          break;
        default:
      }
    },
    leave(visited) {
      if (/Function/.test(visited.type)) functions.pop();
    },
  });
  return { body: text.toString(), isAsync: edit.isAsync };
}

/** The changes, one kind a method. */
class Edit {
  isAsync = false;
  /** Nodes that are no longer there. */
  readonly #gone = new Set<unknown>();

  constructor(
    readonly text: MagicString,
    readonly source: TraceMap,
  ) {}

  /** The line of the TypeScript source; 0 for what the compiler added. */
  lineOf(node: Node): number {
    const { start } = node.loc as { start: { line: number; column: number } };
    return originalPositionFor(this.source, start).line ?? 0;
  }

  markStatement(node: Node): void {
    if (node.type === "ReturnStatement" && node.argument && isHelperCall(node.argument)) return;
    if (/^(Import|Export|Function|Class|Empty)/.test(node.type) || "directive" in node) return;
    const line = this.lineOf(node);
    // The compiler's own text has none.
    if (line > 0) this.text.appendLeft(node.start, `__ls.line=${line};`);
  }

  markExpression(node: Node): void {
    if (this.lineOf(node) === 0) return;
    this.text.appendLeft(node.start, `(__ls.line=${this.lineOf(node)},`);
    this.text.prependRight(node.end, ")");
  }

  /** Calls among the arguments have moved the line on: it is the call's again when that is made. */
  comeBack(node: CallExpression | NewExpression): void {
    const last = node.arguments.at(-1);
    const line = this.lineOf(node as Node);
    if (!last || line === 0 || !node.arguments.some(calls)) return;
    const argument = (last.type === "SpreadElement" ? last.argument : last) as Node;
    this.text.appendLeft(argument.start, `__ls.at(${line},`);
    this.text.prependRight(argument.end, ")");
  }

  markAwait(node: YieldExpression, parent: Node | null, isAsyncGenerator: boolean): void {
    const argument = node.argument as Node | null;
    if (!argument || node.delegate || this.#gone.has(node)) return;
    // The awaits that JavaScript implies, of what a generator yields and returns, are not asyncio's: they are taken out.
    if (isAsyncGenerator && argument.type === "YieldExpression") {
      this.#gone.add(argument);
      const item = (argument.argument as CallExpression).arguments[0] as Node;
      this.text.overwrite(argument.start, item.start, "__ls.item(");
      this.text.overwrite(item.end, argument.end, ")");
      return;
    }
    if (isAsyncGenerator && argument.type === "CallExpression") {
      const value = argument.arguments[0] as Node;
      const isDelegate = value.type === "YieldExpression" && value.delegate;
      if (isDelegate || parent?.type === "ReturnStatement") {
        this.text.overwrite((node as Node).start, value.start, "(");
        this.text.overwrite(value.end, (node as Node).end, ")");
        return;
      }
    }
    this.text.appendLeft(argument.start, `__ls.at(${this.lineOf(node as Node)},`);
    this.text.prependRight(argument.end, ")");
  }

  awaitAtTop(node: Node & { argument?: unknown }): void {
    this.isAsync = true;
    const argument = node.argument as Node;
    this.text.overwrite(node.start, argument.start, `(yield __ls.at(${this.lineOf(node)},`);
    this.text.prependRight(argument.end, "))");
  }

  nameCoroutine(call: CallExpression, of: { name: string; line: number } | undefined, line: number): void {
    this.text.prependRight(call.end - 1, `, ${JSON.stringify(of?.name ?? "")}, ${of?.line || line}`);
  }

  countTurns(body: Node): void {
    if (body.type === "BlockStatement") {
      this.text.appendRight(body.start + 1, "__ls.turn();");
      return;
    }
    this.text.appendLeft(body.start, `{__ls.turn();`);
    this.text.prependRight(body.end, "}");
  }

  replaceImport(node: ImportDeclaration & Node): void {
    const from = `__ls.import(${node.source.raw ?? ""},${this.lineOf(node)})`;
    const named: string[] = [];
    const whole: string[] = [];
    for (const specifier of node.specifiers) {
      if (specifier.type !== "ImportSpecifier") whole.push(specifier.local.name);
      else {
        const imported =
          specifier.imported.type === "Identifier"
            ? specifier.imported.name
            : JSON.stringify(specifier.imported.value);
        named.push(`${imported}: ${specifier.local.name}`);
      }
    }
    const parts = whole.map((name) => `${name} = ${from}`);
    if (named.length > 0) parts.push(`{ ${named.join(", ")} } = ${from}`);
    this.text.overwrite(node.start, node.end, parts.length > 0 ? `const ${parts.join(", ")};` : `${from};`);
  }
}

function isStatementOf(parent: Node | null, node: Node): boolean {
  if (parent === null) return false;
  if (parent.type === "Program" || parent.type === "BlockStatement") return true;
  return parent.type === "SwitchCase" && node !== (parent.test as unknown);
}

function helperOf(node: Node | CallExpression): string | null {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return null;
  return HELPERS.has(node.callee.name) ? node.callee.name : null;
}

function isHelperCall(node: unknown): boolean {
  return helperOf(node as Node) !== null;
}

/** What a function is called, by itself or by where it is put. */
function nameOf(node: Node, parent: Node | null): string {
  if ("id" in node && node.id && node.id.type === "Identifier") return node.id.name;
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") return parent.id.name;
  if (
    (parent?.type === "MethodDefinition" || parent?.type === "Property") &&
    "name" in parent.key &&
    typeof parent.key.name === "string"
  )
    return parent.key.name;
  return "<anonymous>";
}

/** Whether evaluating this calls anything now. */
function calls(node: unknown): boolean {
  let found = false;
  walk(node as never, {
    enter(visited) {
      if (/Function|Class/.test(visited.type)) this.skip();
      else if (
        visited.type === "CallExpression" ||
        visited.type === "NewExpression" ||
        visited.type === "YieldExpression"
      ) {
        found = true;
      }
    },
  });
  return found;
}
