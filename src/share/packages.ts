// Packages of a program: what it needs beside Python's standard library, and the wheels that have it.
// Asked of a guest, answered by `packages`, carried by the sandbox's messages.

/** What a program needs from outside of the standard library. */
export interface PackageNeeds {
  /** Top-level modules that the program imports, in the order of its text. */
  readonly required: readonly string[];
  /** Modules that it does without: it catches the error of their import. */
  readonly optional: readonly string[];
  /** Requirements of the program's inline script metadata, such as `aiohttp>=3.9`; null if it has none. */
  readonly dependencies: readonly string[] | null;
}

/** A wheel for the interpreter. */
export interface WheelFile {
  /** Its hash, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}
