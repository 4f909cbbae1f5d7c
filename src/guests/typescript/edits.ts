/**
 * Edits of compiled JavaScript that insert calls of the program's `Tracker`, `__ls`. Each is of one kind of node; instrument.ts finds
 * the nodes. The text keeps its lines.
 */
import { originalPositionFor, type TraceMap } from "@jridgewell/trace-mapping";
import type {
  CallExpression,
  ImportDeclaration,
  ImportExpression,
  NewExpression,
  YieldExpression,
} from "acorn";
import type MagicString from "magic-string";
import { calleeName, containsCall, helperOf, isHelperCall, targetName, type Node } from "./syntax.ts";
import { type CompiledLoopKind, loopKinds } from "./waiting-loops.ts";

/** Edits of the compiled text, one kind a method. */
export class Edit {
  isAsync = false;
  /** Nodes that were removed from the text. */
  readonly #gone = new Set<unknown>();

  constructor(
    readonly text: MagicString,
    readonly source: TraceMap,
    /** Functions that return the task which they make, with the name of the function that makes it. */
    readonly makers: ReadonlyMap<string, string>,
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
    const name = calleeName(call.callee);
    const maker = this.makers.get(name);
    // An arrow function leaves its own line behind.
    this.text.appendLeft(node.start, `__ls.dropped(${maker ? `__ls.at(${this.lineOf(node)},` : ""}`);
    this.text.prependRight(node.end, `${maker ? ")" : ""},${JSON.stringify(maker ?? name)})`);
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
