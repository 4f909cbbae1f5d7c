/**
 * A PostgreSQL for many connections in front of PGlite, which has one session. Made by `postgres.ts` for a program's network.
 *
 * Invariant: while a connection is in a transaction, no other one's request runs; they wait in the order in which they came. A
 * request outside of transactions runs when it comes, and its answer takes as long as it has slept: so others overlap with it.
 */
import { joinBytes } from "../byte-buffer.ts";
import { type Message, message, messagesIn, typeOf } from "./messages.ts";
import type { Client, PostgresEngine } from "./parties.ts";

/** Virtual seconds that a request takes, besides what it sleeps. */
const REQUEST_TAKES = 0.001;

interface Request {
  readonly client: Client;
  readonly messages: readonly Message[];
}

const IDLE = "I";

export class PostgresServer {
  readonly clients = new Set<Client>();
  /** The client that is in a transaction, or in the middle of one's messages. */
  #owner: Client | null = null;
  /** A client whose transaction has ended, with an answer that is still under way. */
  #leaving: Client | null = null;
  #waiting: Request[] = [];
  /** The client that ran the last request. */
  #last: Client | null = null;
  #clientCount = 0;
  #hasNotedWait = false;

  /** `now` returns virtual seconds; `note` writes a line to the program's stderr. */
  constructor(
    readonly engine: PostgresEngine,
    readonly now: () => number,
    readonly note: (line: string) => void,
  ) {}

  nextClientId(): number {
    return ++this.#clientCount;
  }

  /** Run a client's request, as soon as the session is free for it. */
  ask(client: Client, messages: readonly Message[]): void {
    if (this.#owner !== null && this.#owner !== client) {
      this.#noteWait(client);
      this.#waiting.push({ client, messages });
      return;
    }
    this.#run({ client, messages });
  }

  /** A client has its answer: its transaction is over for the others from now on. */
  answered(client: Client): void {
    if (this.#leaving !== client) return;
    this.#leaving = this.#owner = null;
    this.#serveWaiting();
  }

  /** A client's connection is over. */
  leave(client: Client): void {
    if (!this.clients.delete(client)) return;
    this.#waiting = this.#waiting.filter((one) => one.client !== client);
    const isOwner = this.#owner === client;
    if (isOwner) this.#execute([message("S"), message("Q", "ROLLBACK")]);
    // Settings and temporary tables belong to the session, which begins anew where no connection has it.
    if (this.clients.size === 0) this.#execute([message("Q", "DISCARD ALL")]);
    else this.#execute([...client.statements.close(), message("S")]);
    if (!isOwner) return;
    this.#owner = this.#leaving = null;
    this.#serveWaiting();
  }

  /** The machine crashes: what is committed stays. */
  crash(): void {
    for (const client of [...this.clients]) this.leave(client);
  }

  #serveWaiting(): void {
    while (this.#owner === null) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#run(next);
    }
  }

  #run({ client, messages }: Request): void {
    const [first] = messages;
    const { statements } = client;
    // Another connection's unnamed statement has taken the place of this one's.
    const again =
      this.#last !== client && first && !BEGINS_ANEW.has(typeOf(first)) ? statements.unnamed : null;
    this.#last = client;
    const given =
      first && typeOf(first) === "\0" ? messages : messages.map((one) => statements.translate(one));
    const { answer, seconds } = this.#execute(again ? [again, ...given] : given);
    let status: string | null = null;
    let isFirst = again !== null;
    const kept: Message[] = [];
    for (const part of messagesIn(answer)) {
      const type = typeOf(part);
      if (type === READY) status = String.fromCharCode(part[5] ?? 0);
      if (!isFirst || type !== PARSED) kept.push(part);
      isFirst = false;
    }
    if (status === IDLE) this.#leaving = this.#owner === client ? client : this.#leaving;
    else this.#owner = client;
    client.answer(joinBytes(kept), seconds + REQUEST_TAKES);
  }

  #execute(messages: readonly Message[]): { answer: Uint8Array; seconds: number } {
    return this.engine.execute(joinBytes(messages), this.now());
  }

  #noteWait(client: Client): void {
    if (this.#hasNotedWait) return;
    this.#hasNotedWait = true;
    this.note(
      `Loopscope: PostgreSQL's connection ${client.id} waits until connection ${this.#owner?.id} ends its transaction. With PGlite's one session, only one can be open.`,
    );
  }
}

const READY = "Z";
const PARSED = "1";
/** Messages that need no unnamed statement: the first of a connection, a query, a statement that is parsed. */
const BEGINS_ANEW = new Set(["\0", "Q", "P"]);
