/**
 * A client's session with Redis: it reads commands, runs them, and sends replies. Made by `redis.ts` for each connection.
 *
 *     normal ──MULTI──▶ queuing ──EXEC, DISCARD──▶ normal        blocked: what arrives waits until the reply
 *     normal ──SUBSCRIBE──▶ subscribed ──last UNSUBSCRIBE──▶ normal   (version 2 allows few commands then)
 */
import type { Connection, Service } from "../../runtime/network/service.ts";
import { Block } from "./block.ts";
import { checkArity, type CommandTable } from "./command.ts";
import type { Keyspace } from "./keyspace.ts";
import { encodeReply, NO_ARRAY, OK, RedisError, type Reply, Status } from "./reply.ts";
import type { Client } from "./parties.ts";
import { CommandReader, ProtocolError } from "./request.ts";
import type { RedisServer } from "./server.ts";

/** Commands that a subscribed client of version 2 may use. */
const OF_SUBSCRIBERS = new Set(
  "subscribe unsubscribe psubscribe punsubscribe ssubscribe sunsubscribe ping quit reset".split(" "),
);
/** Commands that a transaction does not queue. */
const AT_ONCE = new Set("multi exec discard watch quit reset".split(" "));

interface Queued {
  readonly name: string;
  readonly args: readonly string[];
}

export class RedisClient implements Client, Service {
  readonly id: number;
  db: Keyspace;
  name = "";
  version: 2 | 3 = 2;
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  /** Commands of a transaction; null without one. */
  queued: Queued[] | null = null;
  #isQueueBroken = false;
  /** Keys that are watched, by database. */
  readonly #watched = new Map<Keyspace, Set<string>>();
  #isWatchBroken = false;
  #block: Block | null = null;
  #isOver = false;
  readonly #reader = new CommandReader();

  constructor(
    readonly connection: Connection,
    readonly server: RedisServer,
    readonly commands: CommandTable,
  ) {
    this.id = server.nextClientId();
    this.db = server.databases[0] as Keyspace;
    server.clients.add(this);
  }

  get isSubscribed(): boolean {
    return this.channels.size + this.patterns.size > 0;
  }

  received(bytes: Uint8Array): void {
    this.#reader.push(bytes);
    this.#runAll();
  }

  ended(): void {
    this.#leave();
    this.connection.end();
  }

  failed(): void {
    this.#leave();
  }

  /** Send the reply to the last command, then end the connection. */
  quit(reply: Reply): void {
    this.send(reply);
    this.ended();
  }

  #leave(): void {
    this.#isOver = true;
    this.#block = null;
    this.server.clients.delete(this);
    this.server.unblock(this);
    for (const table of [this.server.channels, this.server.patterns]) {
      for (const [name, clients] of table) if (clients.delete(this) && clients.size === 0) table.delete(name);
    }
  }

  send(reply: Reply): void {
    const text = encodeReply(reply, this.version);
    this.connection.send(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  #runAll(): void {
    while (!this.#block && !this.#isOver) {
      let words: string[] | null;
      try {
        words = this.#reader.next();
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        return this.quit(new RedisError(`ERR Protocol error: ${error.message}`));
      }
      if (!words) return;
      const [name = "", ...args] = words;
      this.#take(name, args);
      this.server.serveBlocked();
    }
  }

  #take(given: string, args: readonly string[]): void {
    const name = given.toLowerCase();
    try {
      const found = Object.hasOwn(this.commands, name) ? this.commands[name] : undefined;
      if (!found) throw this.#unknown(given, args);
      checkArity(name, found[0], args.length + 1);
      if (this.queued && !AT_ONCE.has(name)) {
        this.queued.push({ name, args });
        return this.send(new Status("QUEUED"));
      }
      if (this.isSubscribed && this.version === 2 && !OF_SUBSCRIBERS.has(name)) {
        throw new RedisError(
          `ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
        );
      }
      const reply = found[1](this.#context, args);
      if (reply instanceof Block) this.#wait(reply);
      else if (reply !== undefined) this.send(reply);
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      // A transaction with a command that is wrong will not run.
      if (this.queued && !AT_ONCE.has(name)) this.#isQueueBroken = true;
      this.send(error);
    }
  }

  get #context() {
    return { db: this.db, server: this.server, client: this };
  }

  #unknown(given: string, args: readonly string[]): RedisError {
    this.server.lacks(given.toUpperCase());
    let shown = "";
    for (const arg of args) {
      if (shown.length >= 128) break;
      shown += `'${arg.slice(0, 128 - shown.length)}' `;
    }
    return new RedisError(`ERR unknown command '${given.slice(0, 128)}', with args beginning with: ${shown}`);
  }

  // --- Blocked

  #wait(block: Block): void {
    this.#block = block;
    this.server.block(this, this.db, block);
    if (block.seconds === Infinity) return;
    this.connection.after(block.seconds, () => {
      if (this.#block === block) this.#wake(block.late);
    });
  }

  /** A key has changed for which the client waits. */
  tryAgain(block: Block): void {
    if (this.#block !== block) return;
    let reply: Reply | undefined;
    try {
      reply = block.retry();
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      // A value of another kind is not what the client waits for.
      if (error.message.startsWith("WRONGTYPE")) return;
      reply = error;
    }
    if (reply !== undefined) this.#wake(reply);
  }

  #wake(reply: Reply): void {
    this.#block = null;
    this.server.unblock(this);
    this.send(reply);
    // What it has sent meanwhile runs now; in an arrival of its own, since another client's command may be under way.
    this.connection.after(0, () => this.#runAll());
  }

  // --- Transactions

  begin(): void {
    if (this.queued) throw new RedisError("ERR MULTI calls can not be nested");
    this.queued = [];
    this.#isQueueBroken = false;
  }

  watch(keys: readonly string[]): void {
    if (this.queued) throw new RedisError("ERR WATCH inside MULTI is not allowed");
    const watched = this.#watched.get(this.db) ?? new Set();
    this.#watched.set(this.db, watched);
    for (const key of keys) {
      // Drop a key that has expired, so that its end does not count as a change.
      this.db.kindOf(key);
      watched.add(key);
    }
  }

  unwatch(): void {
    this.#watched.clear();
    this.#isWatchBroken = false;
  }

  keyChanged(db: Keyspace, key: string): void {
    if (this.#watched.get(db)?.has(key)) this.#isWatchBroken = true;
  }

  discard(): void {
    this.queued = null;
    this.unwatch();
  }

  /** Run what is queued; NO_ARRAY if a watched key has changed. */
  execute(): Reply {
    if (!this.queued) throw new RedisError("ERR EXEC without MULTI");
    for (const [db, keys] of this.#watched) for (const key of keys) db.kindOf(key);
    const { queued } = this;
    const isChanged = this.#isWatchBroken;
    this.discard();
    if (this.#isQueueBroken)
      throw new RedisError("EXECABORT Transaction discarded because of previous errors.");
    if (isChanged) return NO_ARRAY;
    return queued.map(({ name, args }): Reply => {
      try {
        const reply = this.commands[name]?.[1](this.#context, args);
        // Nothing waits in a transaction.
        return reply instanceof Block ? reply.late : (reply ?? OK);
      } catch (error) {
        if (error instanceof RedisError) return error;
        throw error;
      }
    });
  }

  reset(): void {
    this.discard();
    this.#unsubscribeAll();
    this.db = this.server.databases[0] as Keyspace;
    this.name = "";
    this.version = 2;
  }

  #unsubscribeAll(): void {
    for (const channel of this.channels) this.server.channels.get(channel)?.delete(this);
    for (const pattern of this.patterns) this.server.patterns.get(pattern)?.delete(this);
    this.channels.clear();
    this.patterns.clear();
  }
}
