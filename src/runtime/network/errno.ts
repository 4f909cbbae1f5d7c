/**
 * Error numbers of system calls, as Emscripten's libc has them (those of WASI), so that CPython in WebAssembly raises the
 * right class without a translation. A call of the network returns a number from 0 up, or minus one of these.
 */
export const errno = {
  EACCES: 2,
  EADDRINUSE: 3,
  EADDRNOTAVAIL: 4,
  EAFNOSUPPORT: 5,
  EAGAIN: 6,
  EALREADY: 7,
  EBADF: 8,
  ECONNABORTED: 13,
  ECONNREFUSED: 14,
  ECONNRESET: 15,
  EDESTADDRREQ: 17,
  EHOSTUNREACH: 23,
  EINPROGRESS: 26,
  EINVAL: 28,
  EISDIR: 31,
  EISCONN: 30,
  EMFILE: 33,
  EMSGSIZE: 35,
  ENETUNREACH: 40,
  ENOBUFS: 42,
  ENOENT: 44,
  ENOTCONN: 53,
  ENOTDIR: 54,
  ENOTSOCK: 57,
  EPERM: 63,
  EPIPE: 64,
  EPROTONOSUPPORT: 66,
  EPROTOTYPE: 67,
  ETIMEDOUT: 73,
  EOPNOTSUPP: 138,
} as const;

export type ErrnoName = keyof typeof errno;

const names = new Map<number, ErrnoName>(
  Object.entries(errno).map(([name, number]) => [number, name as ErrnoName]),
);

/** Return the name of an error number, such as "EAGAIN"; of another number, its digits. */
export function errnoName(number: number): string {
  return names.get(number) ?? String(number);
}
