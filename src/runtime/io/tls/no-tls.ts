/**
 * Stand-in for `tls.ts` in a worker whose programs use no TLS: the same names, none of which is used there (`guestFor` of
 * `share/program.ts`).
 */
import { assert } from "../../../base/assert.ts";
import type * as tls from "./tls.ts";

const absent = function (): never {
  assert(false, "this worker has no TLS");
} as never;

const names = {
  createDefaultContext: absent,
  makeTlsTransport: absent,
  SSLCertVerificationError: absent,
  SSLContext: absent,
  SSLEOFError: absent,
  SSLError: absent,
  SSLObject: absent,
  SSLZeroReturnError: absent,
  startTls: absent,
} satisfies Record<keyof typeof tls, never>;

export const {
  createDefaultContext,
  makeTlsTransport,
  SSLCertVerificationError,
  SSLContext,
  SSLEOFError,
  SSLError,
  SSLObject,
  SSLZeroReturnError,
  startTls,
} = names;
