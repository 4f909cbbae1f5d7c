/** Formats of `printf`, and the escapes that it shares with `echo`. */

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\\": "\\", '"': '"', e: "\x1b" },
};

/** Replace escapes by the bytes that they stand for; `\c` ends the text. */
export function escapes(text: string): string {
  const [shown = ""] = text.split("\\c");
  return shown.replace(/\\(x[\da-fA-F]{1,2}|0?[0-7]{1,3}|.)/g, (whole, code: string) => {
    if (/^x./.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 0xff);
    return ESCAPES[code] ?? whole;
  });
}

/** Fill arguments into a template, which is used again while arguments are left. `wrong` is one that should be a number. */
export function format(template: string, args: readonly string[]): { text: string; wrong: string | null } {
  let [text, at, wrong] = ["", 0, null as string | null];
  do {
    const before = at;
    text += escapes(template.replaceAll("%%", "\\045")).replace(
      /%([-0+ ]*)([1-9]\d*)?(?:\.(\d+))?([sdiuxXocbfeg])/g,
      (_, flags: string, width: string | undefined, digits: string | undefined, kind: string) => {
        const arg = args[at++] ?? "";
        if (kind !== "s" && kind !== "c" && kind !== "b" && Number.isNaN(Number(arg))) wrong ??= arg;
        return pad(converted(kind, arg, digits), flags, Number(width ?? 0));
      },
    );
    if (at === before) break;
  } while (at < args.length);
  return { text, wrong };
}

function converted(kind: string, arg: string, digits: string | undefined): string {
  const number = arg === "" ? 0 : Number(arg) || parseFloat(arg) || 0;
  switch (kind) {
    case "s":
      return digits === undefined ? arg : arg.slice(0, Number(digits));
    case "b":
      return escapes(arg);
    case "c":
      return arg.slice(0, 1);
    case "x":
      return Math.trunc(number).toString(16);
    case "X":
      return Math.trunc(number).toString(16).toUpperCase();
    case "o":
      return Math.trunc(number).toString(8);
    case "f":
      return number.toFixed(Number(digits ?? 6));
    case "e":
      return number.toExponential(Number(digits ?? 6)).replace(/e([+-])(\d)$/, "e$10$2");
    case "g":
      return String(Number(number.toPrecision(Number(digits ?? 6))));
    default:
      return Math.trunc(number)
        .toString()
        .padStart(Number(digits ?? 0), "0");
  }
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  return text.startsWith("-") ? `-${text.slice(1).padStart(width - 1, "0")}` : text.padStart(width, "0");
}
