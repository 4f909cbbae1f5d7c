/** Wait of a client: a command that has no reply yet. Made by commands, kept by the server. */
import type { Reply } from "./reply.ts";

/** A command that cannot reply yet: it is tried again when one of its keys has changed. */
export class Block {
  /** `retry` returns undefined to wait longer; `late` is the reply after `seconds`. */
  constructor(
    readonly keys: readonly string[],
    readonly seconds: number,
    readonly retry: () => Reply | undefined,
    readonly late: Reply,
  ) {}
}
