/** Bits of readiness, with the numbers of `poll(2)` and `epoll(7)`. */
export const POLL_IN = 1;
export const POLL_OUT = 4;
/** Reported whether watched for or not, as the two below. */
export const POLL_ERR = 8;
export const POLL_HUP = 16;
/** The endpoint is closed. */
export const POLL_NVAL = 32;

export const POLL_ALWAYS = POLL_ERR | POLL_HUP | POLL_NVAL;
