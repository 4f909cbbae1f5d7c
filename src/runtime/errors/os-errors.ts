/**
 * Errors of the operating system: `OSError` of Python and its classes. Messages have CPython's wording, `[Errno 14]
 * Connection refused`; `errno` is a number of the simulated system, the same as in a Python program, and `code` its name,
 * as Node has it. Mirrors `oserror_use_init` of `Objects/exceptions.c`, which picks a class by the number.
 */
import { textRepr } from "../instrument/text-repr.ts";
import { errno, type ErrnoName, errnoName } from "../network/errno.ts";

/** A call of the operating system failed. */
export class OSError extends Error {
  override name = "OSError";
  /** Number of the error; null for an error that is not the system's. */
  readonly errno: number | null = null;
  /** Name of the number, such as "ECONNREFUSED"; null without one. */
  readonly code: string | null = null;
  /** Text of the error without its number. */
  readonly strerror: string | null = null;
  /** File that the error is about; null for none. */
  readonly filename: string | null = null;

  /**
   * @param first the number of the error, or the message of one that has none.
   * @param second the text of the number.
   */
  constructor(first?: string | number, second?: string | ErrorOptions, filename: string | null = null) {
    const isSystems = typeof first === "number";
    const about = filename === null ? "" : `: ${textRepr(filename)}`;
    super(
      isSystems ? `[Errno ${first}] ${second as string}${about}` : first,
      isSystems ? {} : (second as ErrorOptions),
    );
    if (!isSystems) return;
    const name = errnoName(first);
    this.errno = first;
    this.code = name in errno ? name : null;
    this.strerror = second as string;
    this.filename = filename;
  }
}

/** The operation would have to wait. */
export class BlockingIOError extends OSError {
  override name = "BlockingIOError";
}

/** Base class of errors of connections. */
export class ConnectionError extends OSError {
  override name = "ConnectionError";
}

/** The other end does not read any more. */
export class BrokenPipeError extends ConnectionError {
  override name = "BrokenPipeError";
}

/** The connection was given up on this side. */
export class ConnectionAbortedError extends ConnectionError {
  override name = "ConnectionAbortedError";
}

/** No server listens at the address. */
export class ConnectionRefusedError extends ConnectionError {
  override name = "ConnectionRefusedError";
}

/** The other end has reset the connection. */
export class ConnectionResetError extends ConnectionError {
  override name = "ConnectionResetError";
}

/** No file has the path. */
export class FileNotFoundError extends OSError {
  override name = "FileNotFoundError";
}

/** No process has the number, or it has ended. */
export class ProcessLookupError extends OSError {
  override name = "ProcessLookupError";
}

/** The path of a folder is that of something else. */
export class NotADirectoryError extends OSError {
  override name = "NotADirectoryError";
}

/** The operation is not allowed. */
export class PermissionError extends OSError {
  override name = "PermissionError";
}

/** The operation has exceeded its deadline. asyncio's own has no `errno`. */
export class TimeoutError extends OSError {
  override name = "TimeoutError";
}

/** A name could not be looked up. */
export class GaiError extends OSError {
  override name = "gaierror";
}

const CLASSES: Partial<
  Record<ErrnoName, new (number: number, strerror: string, filename: string | null) => OSError>
> = {
  EAGAIN: BlockingIOError,
  EALREADY: BlockingIOError,
  EINPROGRESS: BlockingIOError,
  EPIPE: BrokenPipeError,
  ECONNABORTED: ConnectionAbortedError,
  ECONNREFUSED: ConnectionRefusedError,
  ECONNRESET: ConnectionResetError,
  ENOENT: FileNotFoundError,
  ENOTDIR: NotADirectoryError,
  EACCES: PermissionError,
  EPERM: PermissionError,
  ETIMEDOUT: TimeoutError,
};

/** Texts of `strerror` of glibc. */
const TEXTS: Record<ErrnoName, string> = {
  EACCES: "Permission denied",
  EADDRINUSE: "Address already in use",
  EADDRNOTAVAIL: "Cannot assign requested address",
  EAFNOSUPPORT: "Address family not supported by protocol",
  EAGAIN: "Resource temporarily unavailable",
  EALREADY: "Operation already in progress",
  EBADF: "Bad file descriptor",
  ECONNABORTED: "Software caused connection abort",
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  EDESTADDRREQ: "Destination address required",
  EHOSTUNREACH: "No route to host",
  EINPROGRESS: "Operation now in progress",
  EINVAL: "Invalid argument",
  EISDIR: "Is a directory",
  EISCONN: "Transport endpoint is already connected",
  EMFILE: "Too many open files",
  EMSGSIZE: "Message too long",
  ENETUNREACH: "Network is unreachable",
  ENOBUFS: "No buffer space available",
  ENOENT: "No such file or directory",
  ENOTDIR: "Not a directory",
  ENOTCONN: "Transport endpoint is not connected",
  ENOTSOCK: "Socket operation on non-socket",
  EPERM: "Operation not permitted",
  EPIPE: "Broken pipe",
  EPROTONOSUPPORT: "Protocol not supported",
  EPROTOTYPE: "Protocol wrong type for socket",
  ETIMEDOUT: "Connection timed out",
  EOPNOTSUPP: "Operation not supported",
};

/** Return the error of a number of `network/errno.ts`; `text` in place of the system's, about `filename` if one is given. */
export function osError(number: number, text = strerror(number), filename: string | null = null): OSError {
  const name = errnoName(number) as ErrnoName;
  return new (CLASSES[name] ?? OSError)(number, text, filename);
}

/** Return the text of an error number. */
export function strerror(number: number): string {
  const name = errnoName(number);
  return name in errno ? TEXTS[name as ErrnoName] : `Unknown error ${number}`;
}

/** Return the result of a call of the kernel. Throws the error of a negative one. */
export function check(result: number): number {
  if (result < 0) throw osError(-result);
  return result;
}
