/** Text of bytes that have a character each. */
export function decoded(raw: string): string {
  return /^[\0-\x7f]*$/.test(raw)
    ? raw
    : new TextDecoder().decode(Uint8Array.from(raw, (letter) => letter.charCodeAt(0)));
}
