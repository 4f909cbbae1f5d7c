/** Error numbers of descriptors and files, as Emscripten's libc has them; those of the network are in `errno.ts`. */
export const fileErrors = {
  EEXIST: 20,
  EIO: 29,
  ENOENT: 44,
  ENOTSOCK: 57,
  EPERM: 63,
  EPROTONOSUPPORT: 66,
  ESRCH: 71,
} as const;
