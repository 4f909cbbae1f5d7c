/** Alerts of TLS by number, with the reason that OpenSSL gives where a peer sends one; and the error of a connection. */

export const alert = {
  closeNotify: 0,
  handshakeFailure: 40,
  protocolVersion: 70,
  unrecognizedName: 112,
  certificateRequired: 116,
} as const;

const REASONS: Readonly<Record<number, string>> = {
  10: "SSLV3_ALERT_UNEXPECTED_MESSAGE",
  40: "SSLV3_ALERT_HANDSHAKE_FAILURE",
  42: "SSLV3_ALERT_BAD_CERTIFICATE",
  43: "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
  44: "SSLV3_ALERT_CERTIFICATE_REVOKED",
  45: "SSLV3_ALERT_CERTIFICATE_EXPIRED",
  46: "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
  47: "SSLV3_ALERT_ILLEGAL_PARAMETER",
  48: "TLSV1_ALERT_UNKNOWN_CA",
  49: "TLSV1_ALERT_ACCESS_DENIED",
  50: "TLSV1_ALERT_DECODE_ERROR",
  70: "TLSV1_ALERT_PROTOCOL_VERSION",
  71: "TLSV1_ALERT_INSUFFICIENT_SECURITY",
  80: "TLSV1_ALERT_INTERNAL_ERROR",
  90: "TLSV1_ALERT_USER_CANCELLED",
  112: "TLSV1_UNRECOGNIZED_NAME",
  116: "TLSV13_ALERT_CERTIFICATE_REQUIRED",
};

/** Kinds of a failure: an error of the protocol, a certificate's, an end without close_notify, a call after the end. */
export type FailureKind = "protocol" | "certificate" | "eof" | "closed";

/** Failure of a connection, with OpenSSL's reason, such as WRONG_VERSION_NUMBER. */
export class TlsError extends Error {
  /** `message` is OpenSSL's text; `code` the number of a certificate's fault. */
  constructor(
    readonly kind: FailureKind,
    readonly reason: string,
    message = reason.toLowerCase().replaceAll("_", " "),
    readonly code = 0,
  ) {
    super(message);
  }
}

/** Return the error where the peer has sent an alert. */
export function alertReceived(number: number): TlsError {
  return new TlsError("protocol", REASONS[number] ?? `REASON(${1000 + number})`);
}
