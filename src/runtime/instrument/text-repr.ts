/** Reprs of texts and bytes, as Python writes them: for reprs of other values, and for messages of errors. */

/** Texts of printable ASCII without quotes and backslashes, which are nearly all. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  " ": " ",
};

/** Return the text quoted as Python's `repr`: in double quotes only if it contains single ones and no double ones. */
export function textRepr(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return (
    quote +
    text.replaceAll(/['\\\p{C}\p{Z}]/gu, (c) => (c === "'" ? (quote === c ? "\\'" : c) : escape(c))) +
    quote
  );
}

/** Return bytes as Python's repr writes them: `b'line\\n'`. */
export function bytesRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === quote || character === "\\") text += `\\${character}`;
    else if (byte >= 32 && byte < 127) text += character;
    else text += escape(character);
  }
  return `b${quote}${text}${quote}`;
}

function escape(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) as number;
  const [letter, digits] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(digits as number, "0")}`;
}
