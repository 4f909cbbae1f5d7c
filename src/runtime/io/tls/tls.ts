/**
 * TLS, as far as the rest of the runtime uses it, as one module. A worker for programs without TLS has `no-tls.ts` in its place
 * (`build/sandbox-files.ts`).
 */
export { makeTlsTransport, startTls } from "./begin-tls.ts";
export { createDefaultContext, SSLContext } from "./ssl-context.ts";
export { SSLCertVerificationError, SSLEOFError, SSLError, SSLZeroReturnError } from "./ssl-errors.ts";
export { SSLObject } from "./ssl-object.ts";
