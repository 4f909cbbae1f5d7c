/**
 * Text of the program that a trace was recorded of, as far as warnings read it: its language for advice, its lines for
 * what a trace does not say, and its comments that silence warnings. Read by the checks beside it.
 */

export interface ProgramSource {
  readonly language: "python" | "typescript";
  /** Empty if the text is not known. */
  readonly source: string;
}

export class ProgramText {
  readonly language: ProgramSource["language"];
  readonly #lines: readonly string[];

  constructor({ language, source }: ProgramSource) {
    this.language = language;
    this.#lines = source.split("\n");
  }

  /** Return true if a line of code matches; null if the text is not known. Comments are no code. */
  hasCode(pattern: RegExp): boolean | null {
    if (this.#lines.join("") === "") return null;
    return this.#lines.some((line) => pattern.test(line.split(/#|\/\//, 1)[0] ?? ""));
  }

  /** Number of lines. */
  get length(): number {
    return this.#lines.length;
  }

  /** Return a line, counted from 1; empty if there is none. */
  line(number: number): string {
    return this.#lines[number - 1] ?? "";
  }

  /** Return the spelling of the program's language. */
  say(python: string, typescript: string): string {
    return this.language === "python" ? python : typescript;
  }

  /** Return the columns that a line is indented by; null for a line without code. */
  indent(number: number): number | null {
    const text = this.line(number);
    const code = text.trimStart();
    return code === "" || /^(#|\/\/)/.test(code) ? null : text.length - code.length;
  }
}
