// Base64url, for bytes in an address: base64 with `-` and `_` in place of `+` and `/`, and without `=`, which some chat
// programs cut off.

/** Return the base64url text of `bytes`. */
export function bytesToBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary)
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/={1,2}$/, "");
}

/** Return the bytes of `text`, or null if it is not base64url. */
export function bytesFromBase64Url(text: string): Uint8Array | null {
  // `atob` skips white space and takes padding; a link has neither. A lone last character holds no whole byte.
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
