/**
 * Errors of TLS: classes of `ssl`, with OpenSSL's words. A message ends with the place in CPython's source that raises it there,
 * as a Python program sees it. `TlsBuffers` and contexts throw them.
 */
import { OSError } from "../../errors/os-errors.ts";
import type { TlsError } from "../../network/tls/alerts.ts";

/** Numbers of `ssl.SSLErrorNumber`. */
const NUMBERS = { ssl: 1, zeroReturn: 6, eof: 8 } as const;

/** Line of `_ssl.c` of each call. */
const LINES = { handshake: 1020, read: 2580, write: 2427, shutdown: 2706 } as const;

/** Call of a connection. */
export type TlsCall = keyof typeof LINES;

/** A call of TLS failed. */
export class SSLError extends OSError {
  override name = "SSLError";
  override readonly errno: number;
  override readonly strerror: string;
  /** OpenSSL's word for the error, such as "WRONG_VERSION_NUMBER"; null without one. */
  readonly reason: string | null;
  /** Part of OpenSSL; null without a reason. */
  readonly library: string | null;

  constructor(number: number, text: string, reason: string | null = null, library = "SSL") {
    super(text);
    this.errno = number;
    this.strerror = text;
    this.reason = reason;
    this.library = reason === null ? null : library;
  }
}

/** The other end has closed the TLS connection in order. */
export class SSLZeroReturnError extends SSLError {
  override name = "SSLZeroReturnError";
}

/** The connection below has ended without the end of TLS. */
export class SSLEOFError extends SSLError {
  override name = "SSLEOFError";
}

/** The certificate of the other end was refused. */
export class SSLCertVerificationError extends SSLError {
  override name = "SSLCertVerificationError";

  constructor(
    text: string,
    reason: string,
    /** OpenSSL's number of the fault. */
    readonly verifyCode: number,
    /** OpenSSL's words for the fault. */
    readonly verifyMessage: string,
  ) {
    super(NUMBERS.ssl, text, reason);
  }
}

/** Return the error of a connection whose call failed. Mirrors `PySSL_SetError` of `Modules/_ssl.c`. */
export function sslError({ kind, reason, message, code }: TlsError, call: TlsCall): SSLError {
  const place = `(_ssl.c:${LINES[call]})`;
  const prefix = reason ? `[SSL: ${reason}] ` : "";
  switch (kind) {
    case "eof":
      return new SSLEOFError(NUMBERS.eof, `${prefix}${message} ${place}`, reason || null);
    case "closed":
      return new SSLZeroReturnError(NUMBERS.zeroReturn, `${message} ${place}`);
    case "certificate": {
      const text = `${prefix}certificate verify failed: ${message} ${place}`;
      return new SSLCertVerificationError(text, reason, code, message);
    }
    case "protocol":
      return new SSLError(NUMBERS.ssl, `${prefix}${message} ${place}`, reason);
  }
}

/** Return why a handshake failed, for a trace: OpenSSL's words, without the place. Null: the connection was closed. */
export function failureText(error: Error | null): string {
  if (error === null) return "the connection was closed";
  if (error instanceof SSLCertVerificationError) return error.verifyMessage;
  const words = /^\[SSL: \w+\] (.*?)(?: \(_ssl\.c.*)?$/.exec(error.message)?.[1];
  return words ?? (error.message || error.name);
}
