/** Arithmetic of a shell: whole numbers, variables, `+ - * / %`, comparisons and parentheses. Called by `run.ts`. */
import { ShellSyntaxError } from "./syntax.ts";

const LEVELS: readonly (readonly string[])[] = [
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<=": (a, b) => Number(a <= b),
  ">=": (a, b) => Number(a >= b),
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => Math.trunc(a / nonZero(b)),
  "%": (a, b) => a % nonZero(b),
};

/** Evaluate a text; `value` gives the text of a variable. Throws ShellSyntaxError. */
export function arithmetic(text: string, value: (name: string) => string): number {
  const tokens = text.match(/\d+|\$?\w+|==|!=|<=|>=|[-+*/%<>()]|\S/g) ?? [];
  const fail = (): never => {
    throw new ShellSyntaxError(`arithmetic expression: expecting primary: "${text}"`);
  };
  const primary = (): number => {
    const token = tokens.shift();
    if (token === "(") {
      const inside = level(0);
      return tokens.shift() === ")" ? inside : fail();
    }
    if (token === "-" || token === "+") return token === "-" ? -primary() : primary();
    if (token === undefined || !/^\$?\w+$/.test(token)) return fail();
    return /^\d/.test(token) ? Number(token) : Number(value(token.replace("$", "")) || 0);
  };
  const level = (at: number): number => {
    const operators = LEVELS[at];
    if (!operators) return primary();
    let result = level(at + 1);
    while (operators.includes(tokens[0] ?? "")) {
      const operator = tokens.shift() as string;
      result = operations[operator]?.(result, level(at + 1)) ?? result;
    }
    return result;
  };
  const result = level(0);
  return tokens.length > 0 ? fail() : result;
}

function nonZero(number: number): number {
  if (number === 0) throw new ShellSyntaxError("arithmetic expression: division by zero");
  return number;
}
