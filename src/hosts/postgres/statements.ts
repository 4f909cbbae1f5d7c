/**
 * Prepared statements of a connection, in the one session that all connections share: names get a prefix, and the unnamed
 * statement is parsed again where another connection has used the session since. Called by clients' sessions.
 */
import { type Message, message, textAt, typeOf } from "./messages.ts";

/** Answers in the place of a query that needs the client's bytes while it runs. */
const NO_COPY =
  "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = 'COPY FROM STDIN is not available in Loopscope', HINT = 'Use INSERT.'; END $$";
const COPIES = /^\s*copy\b[^;]*\bfrom\s+stdin\b/i;

const withoutCopy = (text: string) => (COPIES.test(text) ? NO_COPY : text);

export class Statements {
  readonly #prefix: string;
  readonly #names = new Set<string>();
  /** The message that parsed the unnamed statement. */
  unnamed: Message | null = null;

  constructor(client: number) {
    this.#prefix = `loopscope ${client} `;
  }

  /** Return a client's message as the session gets it. */
  translate(given: Message): Message {
    const type = typeOf(given);
    if (type === "Q") return message("Q", withoutCopy(textAt(given, 5)));
    if (type === "P") return this.#parse(given);
    if (type === "B") {
      const portal = textAt(given, 5);
      const from = 5 + portal.length + 1;
      const name = textAt(given, from);
      return message("B", portal, this.#own(name), given.subarray(from + name.length + 1));
    }
    if ((type === "D" || type === "C") && given[5] === STATEMENT) {
      const name = textAt(given, 6);
      if (type === "C") this.#names.delete(name);
      return message(type, given.subarray(5, 6), this.#own(name));
    }
    return given;
  }

  /** Return the messages that forget all of them. */
  close(): Message[] {
    const messages = Array.from(this.#names, (name) =>
      message("C", Uint8Array.of(STATEMENT), this.#own(name)),
    );
    this.#names.clear();
    return messages;
  }

  #parse(given: Message): Message {
    const name = textAt(given, 5);
    const from = 5 + name.length + 1;
    const text = textAt(given, from);
    const parsed = message("P", this.#own(name), withoutCopy(text), given.subarray(from + text.length + 1));
    if (name === "") this.unnamed = parsed;
    else this.#names.add(name);
    return parsed;
  }

  #own(name: string): string {
    return name === "" ? "" : this.#prefix + name;
  }
}

const STATEMENT = "S".charCodeAt(0);
