/**
 * Instrumentation of compiled JavaScript: calls that track the current line and count loop iterations are inserted, and
 * imports and top-level awaits become code that a function may contain. Called by compile.ts.
 *
 * The text keeps its lines. `__ls` is the program's `Tracker` (tracker.ts); every line is one of the TypeScript source.
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
import { type CompiledLoopKind, kindOfLoop, loopKinds } from "./waiting-loops.ts";

/** Output of the compiler for a program. */
export interface Compiled {
  code: string;
  /** The source map, as JSON. */
  map: string;
}

/** Syntax error that JavaScript has and the compiler accepts, such as a name declared twice. */
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

/** Return the instrumented program. Throws InvalidProgram for a text with a syntax error. */
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
          edit.replaceDynamicImport(node);
          break;
        case "ExpressionStatement":
          for (const call of droppedCalls(node.expression)) edit.reportDropped(call);
          break;
        case "VariableDeclarator":
          if (node.id.type === "Identifier") edit.nameResource(node.init, node.id.name);
          edit.nameElements(node.id, node.init);
          if (targetName(node.id) === "_" && node.init && makesTask(node.init)) edit.reportDropped(node.init);
          break;
        case "AssignmentExpression":
          edit.nameResource(node.right, targetName(node.left));
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
            if (makesTask(node.body) && parent && dropsResults(parent, node)) edit.reportDropped(node.body);
            if (!isHelperCall(node.body)) edit.markExpression(node.body as Node);
          } else if (!helper && !node.generator && !isCoroutineFunction(node.body)) {
            edit.trackFunction(node.body as Node, functions.at(-1)?.name ?? "");
          }
          break;
        }
        case "CallExpression":
          edit.nameField(node);
          if (helperOf(node)) edit.nameCoroutine(node, functions.at(-1), edit.lineOf(node));
          else edit.restoreLine(node);
          break;
        case "NewExpression":
          edit.restoreLine(node);
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
          edit.countIterations(node.body as Node, kindOfLoop(node));
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
    // The message ends with the position in the compiled text.
    const line = originalPositionFor(source, loc).line ?? 0;
    throw new InvalidProgram(`SyntaxError: ${message.replace(/ \(\d+:\d+\)$/, "")}`, line);
  }
}

/** Edits of the compiled text, one kind a method. */
class Edit {
  isAsync = false;
  /** Nodes that were removed from the text. */
  readonly #gone = new Set<unknown>();

  constructor(
    readonly text: MagicString,
    readonly source: TraceMap,
  ) {}

  /** Return the line of the TypeScript source, from 1; 0 for code that the compiler added. */
  lineOf(node: Node): number {
    const { start } = node.loc as { start: { line: number; column: number } };
    return originalPositionFor(this.source, start).line ?? 0;
  }

  markStatement(node: Node): void {
    if (node.type === "ReturnStatement" && node.argument && isHelperCall(node.argument)) return;
    if (/^(Import|Export|Function|Class|Empty)/.test(node.type) || "directive" in node) return;
    const line = this.lineOf(node);
    if (line > 0) this.text.appendLeft(node.start, `__ls.line=${line};`);
  }

  /** Put braces around a statement that is a branch without them. */
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

  /** Note the function in the stack of an error that leaves it, and restore the caller's line at its end. */
  trackFunction(body: Node, name: string): void {
    if (this.lineOf(body) === 0) return;
    this.text.appendRight(body.start + 1, "const __at=__ls.line;try{");
    const note = `catch(__e){throw __ls.left(__e,${JSON.stringify(name)})}`;
    this.text.prependLeft(body.end - 1, `}${note}finally{__ls.line=__at}`);
  }

  /** Report the result of a call that the program drops. */
  reportDropped(call: CallExpression): void {
    const node = call as Node;
    if (helperOf(node) || call.callee.type === "Super" || this.lineOf(node) === 0) return;
    this.text.appendLeft(node.start, "__ls.dropped(");
    this.text.prependRight(node.end, `,${JSON.stringify(calleeName(call.callee))})`);
  }

  /** Report the name that the result of a `new` expression is assigned to. */
  nameResource(made: unknown, name: string): void {
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

  /** Report the names in `const [a, b] = [new Lock(), new Lock()]`. */
  nameElements(target: unknown, value: unknown): void {
    const [names, values] = [target as Node, value as Node | null | undefined];
    if (names.type !== "ArrayPattern" || values?.type !== "ArrayExpression") return;
    names.elements.forEach((name, i) => {
      if (name) this.nameResource(values.elements[i], targetName(name));
    });
  }

  /** Report the name of a class field, which the compiler turns into a call of `defineProperty`. */
  nameField({ callee, arguments: [, key, descriptor] }: CallExpression): void {
    if (callee.type !== "MemberExpression" || targetName(callee) !== "defineProperty") return;
    if (key?.type !== "Literal" || descriptor?.type !== "ObjectExpression") return;
    const value = descriptor.properties.find(
      (property) => property.type === "Property" && targetName(property.key) === "value",
    );
    if (value?.type === "Property") this.nameResource(value.value, String(key.value));
  }

  /** Restore the line of a call whose arguments contain calls, which change the line. */
  restoreLine(node: CallExpression | NewExpression): void {
    const last = node.arguments.at(-1);
    const line = this.lineOf(node as Node);
    if (!last || line === 0 || !node.arguments.some(containsCall)) return;
    const argument = (last.type === "SpreadElement" ? last.argument : last) as Node;
    this.text.appendLeft(argument.start, `__ls.at(${line},`);
    this.text.prependRight(argument.end, ")");
  }

  markAwait(node: YieldExpression, parent: Node | null, isAsyncGenerator: boolean): void {
    const argument = node.argument as Node | null;
    if (!argument || node.delegate || this.#gone.has(node)) return;
    // JavaScript awaits the values that a generator yields and returns, asyncio does not: those awaits are removed.
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

  countIterations(body: Node, kind: CompiledLoopKind): void {
    const call = `__ls.iterate(${loopKinds.indexOf(kind) || ""});`;
    if (body.type === "BlockStatement") {
      this.text.appendRight(body.start + 1, call);
      return;
    }
    this.text.appendLeft(body.start, `{${call}`);
    this.text.prependRight(body.end, "}");
  }

  replaceDynamicImport(node: ImportExpression & Node): void {
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

/** Return true for the body of a loop or a branch of an `if`. */
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

/** Return true for the compiler's own text of a helper that helpers.ts replaces. */
function isOwnHelper(node: Node): boolean {
  if (node.type !== "VariableDeclaration" || node.kind !== "var") return false;
  const { id } = node.declarations[0] ?? {};
  return id?.type === "Identifier" && (helperNames as readonly string[]).includes(id.name);
}

/** Return true for a function that only creates its coroutine. */
function isCoroutineFunction(body: { body: readonly unknown[] }): boolean {
  const [first, ...more] = body.body as Node[];
  return more.length === 0 && first?.type === "ReturnStatement" && isHelperCall(first.argument);
}

/** Return the name of the variable or property that a value is assigned to; empty for another target. */
function targetName(target: unknown): string {
  const node = target as Node;
  if (node.type === "Identifier") return node.name;
  if (node.type === "MemberExpression" && !node.computed) return targetName(node.property);
  return "";
}

/** Functions that return a task or a future of several tasks. */
const MAKES_TASK = /^(createTask|ensureFuture|gather|shield)$/;
/** Functions that drop the results of the function that they get. */
const DROPS_RESULTS = /^(forEach|callSoon|callLater|callAt|callSoonThreadsafe|addDoneCallback)$/;

function makesTask(node: unknown): node is CallExpression {
  const call = node as Node;
  return call.type === "CallExpression" && MAKES_TASK.test(targetName(call.callee));
}

/** Return true if `call` drops, or is a statement that drops, the results of its argument `given`. */
function dropsResults(call: Node, given: Node): boolean {
  if (call.type !== "CallExpression" || !call.arguments.includes(given as never)) return false;
  return DROPS_RESULTS.test(targetName(call.callee));
}

/** Return the calls whose results a statement of one expression drops. */
function droppedCalls(expression: unknown): CallExpression[] {
  const node = expression as Node;
  if (node.type === "ArrayExpression") return node.elements.filter(makesTask);
  if (node.type !== "CallExpression") return [];
  const { callee } = node;
  const receiver = callee.type === "MemberExpression" ? callee.object : null;
  // `createTask(f()).addDoneCallback(g)` keeps no reference to the task.
  return receiver && makesTask(receiver) ? [receiver] : [node];
}

/** Return the name of the function that a call calls. */
function calleeName(callee: unknown): string {
  return targetName(callee) || "<anonymous>";
}

/** Return the name of a function: its own, or that of the variable or property it is assigned to. */
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

/** Return true if the evaluation of this expression calls a function. */
function containsCall(node: unknown): boolean {
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
