/**
 * Origin: what a program was opened as, before any change. A draft is kept under its origin, so that the same thing
 * opened again in a tab is as it was left there.
 *
 * The stored form is a contract with every browser that holds drafts: what `storedOrigin` has ever written,
 * `readOrigin` reads for good.
 */
import { isLanguage, type Language } from "../share/program.ts";

export type Origin =
  | { readonly kind: "example"; readonly id: string; readonly language: Language }
  /** `key` tells the program in a link from any other. */
  | { readonly kind: "link"; readonly key: string }
  | { readonly kind: "file"; readonly name: string }
  /** Written from scratch, and too large for a link. */
  | { readonly kind: "new" };

/** The origin as a text, which is equal for equal origins: `example:hello:python`, `link:…`, `file:queue.py`, `new`. */
export function storedOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "example":
      return `example:${origin.id}:${origin.language}`;
    case "link":
      return `link:${origin.key}`;
    case "file":
      return `file:${origin.name}`;
    case "new":
      return "new";
  }
}

/** The origin in a stored text. A text of no known form is `new`: a draft is never dropped because of its origin. */
export function readOrigin(text: string): Origin {
  const [, kind, rest = ""] = /^(example|link|file):(.*)$/s.exec(text) ?? [];
  if (kind === "link") return { kind, key: rest };
  if (kind === "file") return { kind, name: rest };
  const [, id, language] = /^(.+):(\w+)$/.exec(rest) ?? [];
  if (kind === "example" && id !== undefined && isLanguage(language)) return { kind, id, language };
  return { kind: "new" };
}

/** The origin of a link's program: its version and checksum, and its length. `hash` is the address's. */
export function originOfLink(hash: string): Origin {
  return { kind: "link", key: `${hash.slice(1, 20)}:${hash.length}` };
}
