/** Command of Redis: its arity and the function that runs it. The tables of commands are beside this file; `client.ts` calls them. */
import type { Block } from "./block.ts";
import type { Keyspace } from "./keyspace.ts";
import { RedisError, type Reply } from "./reply.ts";
import type { Client, Server } from "./parties.ts";

export interface Context {
  readonly db: Keyspace;
  readonly server: Server;
  readonly client: Client;
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
      // Clients try subcommands of CLIENT that only newer servers have.
      if (name !== "client") context.server.lacks(`${name} ${sub}`.toUpperCase());
      throw new RedisError(`ERR unknown subcommand '${sub.slice(0, 128)}'. Try ${name.toUpperCase()} HELP.`);
    }
    checkArity(`${name}|${sub.toLowerCase()}`, found[0], args.length + 2);
    return found[1](context, args);
  };
}

export function checkArity(name: string, arity: number, count: number): void {
  if (arity > 0 ? count !== arity : count < -arity) throw arityError(name);
}
