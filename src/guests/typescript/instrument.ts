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
  type ImportExpression,
  type NewExpression,
  parse,
  type YieldExpression,
} from "acorn";
import { walk } from "estree-walker";
import MagicString from "magic-string";
import type { CompiledProgram } from "../../share/program.ts";
import { helperNames } from "./helper-names.ts";

/** What the compiler made of a program. */
export interface Compiled {
  code: string;
  /** The source map, as JSON. */
  map: string;
}

/** What the compiler lets pass and JavaScript does not, such as a name that is declared twice. */
export class InvalidProgram extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

type Node = AnyNode & { start: number; end: number };

const HELPERS = new Set(["__awaiter", "__asyncGenerator"]);

/** Throws InvalidProgram for a text that is no JavaScript. */
export function instrument({ code, map }: Compiled): CompiledProgram {
  const text = new MagicString(code);
  const source = new TraceMap(map);
  const program = parseModule(code, source);
  const edit = new Edit(text, source);
  const functions: { isCoroutine: boolean; isAsyncGenerator: boolean; name: string; line: number }[] = [];

  walk(program as never, {
    enter(visited, visitedParent) {
      const node = visited as unknown as Node;
      const parent = visitedParent as unknown as Node | null;
      if (parent?.type === "Program" && isOwnHelper(node)) {
        text.remove(node.start, node.end);
        this.skip();
        return;
      }
      if (isStatementOf(parent, node)) edit.markStatement(node);
      else if (isBranchOf(parent, node)) edit.markBranch(node);
      switch (node.type) {
        case "ImportDeclaration":
          edit.replaceImport(node);
          break;
        case "ImportExpression":
          edit.refuseImport(node);
          break;
        case "ExpressionStatement":
          if (node.expression.type === "CallExpression") edit.tellDropped(node.expression);
          break;
        case "VariableDeclarator":
          if (node.id.type === "Identifier") edit.nameMade(node.init, node.id.name);
          break;
        case "AssignmentExpression":
          edit.nameMade(node.right, targetName(node.left));
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
          if (node.body.type !== "BlockStatement") {
            if (!isHelperCall(node.body)) edit.markExpression(node.body as Node);
          } else if (!helper && !node.generator && !isCoroutineFunction(node.body)) {
            edit.trackFunction(node.body as Node, functions.at(-1)?.name ?? "");
          }
          break;
        }
        case "CallExpression":
          edit.nameField(node);
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

function parseModule(code: string, source: TraceMap): Node {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true }) as Node;
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    if (!loc) throw error;
    // The parser tells the place in the compiled text behind its message.
    const line = originalPositionFor(source, loc).line ?? 0;
    throw new InvalidProgram(`SyntaxError: ${message.replace(/ \(\d+:\d+\)$/, "")}`, line);
  }
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

  /** A statement without braces around it gets some. */
  markBranch(node: Node): void {
    if (node.type === "BlockStatement" || this.lineOf(node) === 0) return;
    this.text.appendLeft(node.start, "{");
    this.markStatement(node);
    this.text.prependRight(node.end, "}");
  }

  markExpression(node: Node): void {
    if (this.lineOf(node) === 0) return;
    this.text.appendLeft(node.start, `(__ls.line=${this.lineOf(node)},`);
    this.text.prependRight(node.end, ")");
  }

  /** An error that leaves the function notes it, and the line is the caller's again however it is left. */
  trackFunction(body: Node, name: string): void {
    if (this.lineOf(body) === 0) return;
    this.text.appendRight(body.start + 1, "const __at=__ls.line;try{");
    const note = `catch(__e){throw __ls.left(__e,${JSON.stringify(name)})}`;
    this.text.prependLeft(body.end - 1, `}${note}finally{__ls.line=__at}`);
  }

  /** What the call gives is not kept. */
  tellDropped(call: CallExpression): void {
    const node = call as Node;
    if (helperOf(node) || call.callee.type === "Super" || this.lineOf(node) === 0) return;
    this.text.appendLeft(node.start, "__ls.dropped(");
    this.text.prependRight(node.end, `,${JSON.stringify(calleeName(call.callee))})`);
  }

  /** What is made now will be kept under a name. */
  nameMade(made: unknown, name: string): void {
    const node = made as (NewExpression & Node) | null | undefined;
    if (node?.type !== "NewExpression" || name === "" || this.lineOf(node) === 0) return;
    const last = node.arguments.at(-1);
    if (!last) {
      // `new Lock()`, or `new Lock` without parentheses.
      const hasParentheses = this.text.original[node.end - 1] === ")";
      const text = `__ls.named(${JSON.stringify(name)})`;
      this.text.prependRight(hasParentheses ? node.end - 1 : node.end, hasParentheses ? text : `(${text})`);
      return;
    }
    const argument = (last.type === "SpreadElement" ? last.argument : last) as Node;
    this.text.appendLeft(argument.start, `__ls.named(${JSON.stringify(name)},`);
    this.text.prependRight(argument.end, ")");
  }

  /** A field of a class: the compiler makes a property of it. */
  nameField({ callee, arguments: [, key, descriptor] }: CallExpression): void {
    if (callee.type !== "MemberExpression" || targetName(callee) !== "defineProperty") return;
    if (key?.type !== "Literal" || descriptor?.type !== "ObjectExpression") return;
    const value = descriptor.properties.find(
      (property) => property.type === "Property" && targetName(property.key) === "value",
    );
    if (value?.type === "Property") this.nameMade(value.value, String(key.value));
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

  refuseImport(node: ImportExpression & Node): void {
    this.text.overwrite(node.start, (node.source as Node).start, "__ls.importLater(");
  }

  replaceImport(node: ImportDeclaration & Node): void {
    const named: string[] = [];
    const whole: string[] = [];
    const names: string[] = [];
    for (const specifier of node.specifiers) {
      if (specifier.type !== "ImportSpecifier") whole.push(specifier.local.name);
      else {
        const imported =
          specifier.imported.type === "Identifier"
            ? specifier.imported.name
            : JSON.stringify(specifier.imported.value);
        named.push(`${imported}: ${specifier.local.name}`);
        names.push(JSON.stringify(imported));
      }
    }
    const from = `__ls.import(${node.source.raw ?? ""},${this.lineOf(node)},[${names.join()}])`;
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

/** Whether the node is the statement of a loop or of one way of an `if`. */
function isBranchOf(parent: Node | null, node: Node): boolean {
  if (parent?.type === "IfStatement") return node !== (parent.test as unknown);
  return (
    parent !== null && /^(For|While|DoWhile)/.test(parent.type) && node === ("body" in parent && parent.body)
  );
}

function helperOf(node: Node | CallExpression): string | null {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return null;
  return HELPERS.has(node.callee.name) ? node.callee.name : null;
}

function isHelperCall(node: unknown): boolean {
  return helperOf(node as Node) !== null;
}

/** Whether a statement is the compiler's own text of a helper that the guest has. */
function isOwnHelper(node: Node): boolean {
  if (node.type !== "VariableDeclaration" || node.kind !== "var") return false;
  const { id } = node.declarations[0] ?? {};
  return id?.type === "Identifier" && (helperNames as readonly string[]).includes(id.name);
}

/** Whether a function does nothing but make its coroutine. */
function isCoroutineFunction(body: { body: readonly unknown[] }): boolean {
  const [first, ...more] = body.body as Node[];
  return more.length === 0 && first?.type === "ReturnStatement" && isHelperCall(first.argument);
}

/** The name under which a value is kept: a variable's, or a property's; empty for any other place. */
function targetName(target: unknown): string {
  const node = target as Node;
  if (node.type === "Identifier") return node.name;
  if (node.type === "MemberExpression" && !node.computed) return targetName(node.property);
  return "";
}

/** What a call calls. */
function calleeName(callee: unknown): string {
  return targetName(callee) || "<anonymous>";
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
