/** Command of Redis: its arity and the function that runs it. The tables of commands are beside this file; `client.ts` calls them. */
import type { Keyspace } from "./keyspace.ts";
import { RedisError, type Reply } from "./reply.ts";
import type { RedisServer } from "./server.ts";
import type { RedisClient } from "./client.ts";

export interface Context {
  readonly db: Keyspace;
  readonly server: RedisServer;
  readonly client: RedisClient;
}

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

/** Runs a command; undefined if its replies are sent already. Throws RedisError. */
export type Run = (context: Context, args: readonly string[]) => Reply | Block | undefined;

/** Commands by their names in small letters. The arity counts the name; a negative one is a minimum. */
export type CommandTable = Readonly<Record<string, readonly [arity: number, run: Run]>>;

export const syntaxError = () => new RedisError("ERR syntax error");

/** Return the error of a wrong number of arguments. */
export const arityError = (name: string) =>
  new RedisError(`ERR wrong number of arguments for '${name}' command`);

/** Return arguments two by two. */
export function pairsOf(args: readonly string[]): [string, string][] {
  return Array.from({ length: args.length >> 1 }, (_, i) => [args[2 * i] ?? "", args[2 * i + 1] ?? ""]);
}

/** Run a subcommand, by the first argument. Throws RedisError for one that there is not. */
export function runSub(name: string, table: CommandTable): Run {
  return (context, [sub = "", ...args]) => {
    const found = table[sub.toLowerCase()];
    if (!found) {
      context.server.lacks(`${name} ${sub}`.toUpperCase());
      throw new RedisError(`ERR unknown subcommand '${sub.slice(0, 128)}'. Try ${name.toUpperCase()} HELP.`);
    }
    checkArity(`${name}|${sub.toLowerCase()}`, found[0], args.length + 2);
    return found[1](context, args);
  };
}

export function checkArity(name: string, arity: number, count: number): void {
  if (arity > 0 ? count !== arity : count < -arity) throw arityError(name);
}
