/** Date at which the virtual clock begins: noon of 1 January 2026 UTC, in milliseconds since 1970. */
export const EPOCH_MS = Date.UTC(2026, 0, 1, 12);
