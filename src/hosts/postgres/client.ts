/**
 * A client's session with PostgreSQL: it gathers messages into requests, hands them to the server, and sends the answers.
 *
 *     first message ──SSL, GSS: 'N'──▶ first message ──version 3──▶ ready ──request──▶ waiting ──answer──▶ ready
 *
 * A request is what the server runs in one go: messages up to a Query or a Sync, or up to a Flush with nothing behind it. A
 * client's requests run one after the other.
 */
import type { Connection, Service } from "../../runtime/network/service.ts";
import { joinBytes } from "../byte-buffer.ts";
import {
  CANCEL,
  codeOf,
  GSS,
  type Message,
  message,
  MessageReader,
  ProtocolError,
  SSL,
  typeOf,
} from "./messages.ts";
import type { Client } from "./parties.ts";
import type { PostgresServer } from "./server.ts";
import { Statements } from "./statements.ts";

/** Messages after which the server answers: Query, Sync, FunctionCall. A Flush may have more behind it. */
const ENDS_REQUEST = new Set("QSF");
const FLUSH = "H";
const TERMINATE = "X";
/** A password that was not asked for, and parts of a COPY that was refused. */
const IGNORED = new Set("pdcf");

const REFUSED = Uint8Array.of("N".charCodeAt(0));

export class PostgresClient implements Client, Service {
  readonly id: number;
  readonly statements: Statements;
  readonly #reader = new MessageReader();
  readonly #requests: Message[][] = [];
  #gathered: Message[] = [];
  #isStarted = false;
  #isWaiting = false;
  #isOver = false;

  constructor(
    readonly connection: Connection,
    readonly server: PostgresServer,
  ) {
    this.id = server.nextClientId();
    this.statements = new Statements(this.id);
    server.clients.add(this);
  }

  received(bytes: Uint8Array): void {
    this.#reader.push(bytes);
    try {
      while (!this.#isOver) {
        const next = this.#reader.next(!this.#isStarted);
        if (!next) break;
        if (this.#isStarted) this.#take(next);
        else this.#start(next);
      }
      const last = this.#gathered.at(-1);
      if (last && typeOf(last) === FLUSH) this.#endRequest();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#refuse("08P01", error.message);
    }
    this.#askNext();
  }

  ended(): void {
    this.#leave();
    this.connection.end();
  }

  failed(): void {
    this.#leave();
  }

  answer(bytes: Uint8Array, seconds: number): void {
    this.connection.after(seconds, () => {
      this.#isWaiting = false;
      this.connection.send(bytes);
      this.server.answered(this);
      this.#askNext();
    });
  }

  #start(first: Message): void {
    const code = codeOf(first);
    if (code === SSL || code === GSS) return this.connection.send(REFUSED);
    // No query can be interrupted: each has run when its request came.
    if (code === CANCEL) return this.ended();
    if (code >>> 16 !== 3)
      return this.#refuse("0A000", `unsupported frontend protocol ${code >>> 16}.${code & 0xffff}`);
    this.#isStarted = true;
    this.#requests.push([first]);
  }

  #take(next: Message): void {
    const type = typeOf(next);
    if (type === TERMINATE) return this.ended();
    if (IGNORED.has(type)) return;
    this.#gathered.push(next);
    if (ENDS_REQUEST.has(type)) this.#endRequest();
  }

  #endRequest(): void {
    this.#requests.push(this.#gathered);
    this.#gathered = [];
  }

  #askNext(): void {
    if (this.#isWaiting || this.#isOver) return;
    const request = this.#requests.shift();
    if (!request) return;
    this.#isWaiting = true;
    this.server.ask(this, request);
  }

  #refuse(code: string, text: string): void {
    this.connection.send(
      message(
        "E",
        joinBytes(["SFATAL\0", "VFATAL\0", `C${code}\0`, `M${text}\0`].map(latin)),
        Uint8Array.of(0),
      ),
    );
    this.ended();
  }

  #leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.server.leave(this);
  }
}

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
