/**
 * The file of a wheel: what is known of it, its hash, and the error of one that cannot be used. Called by the sources of wheels.
 */

/** What is known of a wheel without its content. */
export interface WheelInfo {
  readonly file: string;
  /** Normalized. */
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** Bytes; null where its source does not say. */
  readonly size: number | null;
  readonly requiresPython: string;
}

/** A wheel that a source has. */
export interface FoundWheel extends WheelInfo {
  /** Name of the place for a person, such as a host. */
  readonly from: string;
  /** True if its bytes are elsewhere. */
  readonly isRemote: boolean;
  /** Return the texts of its requirements, as `Requires-Dist` has them. Throws WheelError if that fails. */
  requirements(): Promise<readonly string[]>;
  /** Get the bytes. Throws WheelError if that fails. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Error of a wheel that cannot be used; its message is worded for a person. */
export class WheelError extends Error {
  override readonly name = "WheelError";
}

/** The hash of a wheel, in lower-case hexadecimal. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
