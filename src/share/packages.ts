/**
 * Packages of a program: what it needs beside Python's standard library, the wheels that have it, and its lock, which names
 * these wheels. Asked of a guest, answered by `packages`, carried by the sandbox's messages; links carry the lock.
 */

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

/** A package of a program's lock: the one file that the program runs with. */
export interface LockedPackage {
  /** Normalized. */
  readonly name: string;
  readonly version: string;
  /** Hash of the wheel, in lower-case hexadecimal. */
  readonly sha256: string;
}

const LOCKED = /^[a-z0-9-]{1,100} [\w.!+-]{1,60} [0-9a-f]{64}$/;

/** True for a lock that a program may have. */
export function isPackageLock(value: unknown): value is readonly LockedPackage[] {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => LOCKED.test(lockText([Object(one) as LockedPackage])))
  );
}

/** Return a text that is the same for equal locks alone. */
export function lockText(lock: readonly LockedPackage[]): string {
  return lock.map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`).join();
}
