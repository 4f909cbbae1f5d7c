/** PostgreSQL behind its wire protocol: new and the same for each program, in virtual time, one session for many connections. */
import { describe, expect, test } from "vitest";
import { postgresInNode } from "../../cli/postgres.ts";
import { ArrivalQueue } from "../../runtime/network/arrivals.ts";
import type { Connection, Service } from "../../runtime/network/service.ts";
import { joinBytes } from "../byte-buffer.ts";
import { message, messagesIn, textAt, typeOf } from "./messages.ts";
import { servePostgres } from "./postgres.ts";

const engine = await postgresInNode();

/** A first message: its code, then texts. */
function first(code: number, ...texts: string[]): Uint8Array {
  const made = message(
    "?",
    Uint8Array.of(code >> 24, (code >> 16) & 0xff, (code >> 8) & 0xff, code & 0xff),
    ...texts,
  );
  return made.subarray(1);
}

const hello = first(196608, "user", "postgres", "database", "postgres", "");
const query = (text: string) => message("Q", text);
const none = (count: number) => new Uint8Array(count);
const parse = (name: string, text: string) => message("P", name, text, none(2));
/** Bind without parameters, execute, sync. */
const execute = (name: string) =>
  joinBytes([message("B", "", name, none(6)), message("E", "", none(4)), message("S")]);
const sync = message("S");

/** A PostgreSQL whose time passes by `run` alone. */
class World {
  now = 0;
  readonly arrivals = new ArrivalQueue();
  readonly notes: string[] = [];
  readonly #served;

  constructor(seed = 1) {
    const now = () => this.arrivals.running ?? this.now;
    this.#served = servePostgres({ engine, seed, now, note: (line) => this.notes.push(line) });
  }

  /** Connect; `takes` returns what has been answered since the last call, in short. */
  connect(greeting: Uint8Array | null = hello) {
    const got: Uint8Array[] = [];
    const state = { isOver: false };
    const takes = () => short(joinBytes(got.splice(0)));
    const connection: Connection = {
      peer: { host: "10.0.0.1", port: 40_000 },
      send: (bytes) => void got.push(bytes),
      end: () => (state.isOver = true),
      abort: () => (state.isOver = true),
      after: (seconds, then) =>
        void this.arrivals.add((this.arrivals.running ?? this.now) + seconds, () => state.isOver || then()),
    };
    const service: Service = this.#served.serve(connection);
    const send = (...messages: Uint8Array[]) => {
      service.received?.(joinBytes(messages));
      this.run(0.005);
      return takes();
    };
    if (greeting) send(greeting);
    return Object.assign(state, { takes, send, leave: () => service.ended?.() });
  }

  crash(): void {
    this.#served.crash();
  }

  run(seconds: number): void {
    const until = this.now + seconds;
    this.arrivals.runDue(until);
    this.now = until;
  }
}

/** Rows, tags, codes of errors, and the transaction's status; other messages by their types. */
function short(answer: Uint8Array): string {
  if (answer.length === 1) return String.fromCharCode(answer[0] ?? 0);
  return Array.from(messagesIn(answer), (one) => {
    const type = typeOf(one);
    if (type === "C") return textAt(one, 5);
    if (type === "Z") return textAt(one, 5);
    if (type === "E") return `error ${/\0C(\w+)/.exec(latin(one))?.[1]}`;
    if (type === "D") return `row ${latin(one.subarray(11))}`;
    return "ST12n3".includes(type) ? "" : type;
  })
    .filter((part) => part !== "")
    .join(", ");
}

const latin = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

describe("a program", () => {
  const look = query("SELECT now(), random(), gen_random_uuid(), (SELECT count(*) FROM pg_class)");

  test("finds the same new cluster, clock and chance, whatever the one before did", () => {
    const one = new World().connect().send(look);
    expect(one).toContain("2026-01-01 12:00:00.0");
    new World(2)
      .connect()
      .send(query("CREATE TABLE t AS SELECT random() FROM generate_series(1, 1000); SELECT nothing"));
    expect(new World().connect().send(look)).toBe(one);
    expect(new World(2).connect().send(look)).not.toBe(one);
  });

  test("sleeps in virtual time, and others are answered meanwhile", () => {
    const world = new World();
    const [sleeper, other] = [world.connect(), world.connect()];
    expect(sleeper.send(query("SELECT pg_sleep(1)"))).toBe("");
    expect(other.send(query("SELECT 1"))).toBe("row 1, SELECT 1, I");
    world.run(0.97);
    expect(sleeper.takes()).toBe("");
    world.run(0.03);
    expect(sleeper.takes()).toBe("row , SELECT 1, I");
  });
});

describe("a connection", () => {
  test("is not encrypted, needs no password, and is refused for another protocol", () => {
    const world = new World();
    const client = world.connect(null);
    expect(client.send(first(80877103))).toBe("N");
    expect(client.send(first(80877104))).toBe("N");
    expect(client.send(hello)).toBe("R, K, I");
    const old = world.connect(null);
    expect(old.send(first(131072, ""))).toBe("error 0A000");
    expect(old.isOver).toBe(true);
    const canceller = world.connect(null);
    expect(canceller.send(first(80877102, ""))).toBe("");
    expect(canceller.isOver).toBe(true);
  });

  test("gets what comes in pieces, and requests one after the other", () => {
    const client = new World().connect();
    const text = query("SELECT 1");
    expect(client.send(text.subarray(0, 3))).toBe("");
    expect(client.send(text.subarray(3), query("SELECT 2"), query("SELECT 3"))).toBe(
      "row 1, SELECT 1, I, row 2, SELECT 1, I, row 3, SELECT 1, I",
    );
    expect(client.send(message("X"))).toBe("");
    expect(client.isOver).toBe(true);
  });

  test("has prepared statements of its own, also unnamed ones", () => {
    const world = new World();
    const [one, two] = [world.connect(), world.connect()];
    for (const name of ["s", ""]) {
      expect(one.send(parse(name, "SELECT 'one'"), sync)).toBe("I");
      expect(two.send(parse(name, "SELECT 'two'"), sync)).toBe("I");
      expect(one.send(execute(name))).toBe("row one, SELECT 1, I");
      expect(two.send(execute(name))).toBe("row two, SELECT 1, I");
    }
    one.leave();
    expect(two.send(execute("s"))).toBe("row two, SELECT 1, I");
    expect(two.send(query("SELECT count(*) FROM pg_prepared_statements"))).toContain("row 1");
  });

  test("cannot COPY FROM STDIN, in a transaction neither", () => {
    const client = new World().connect();
    client.send(query("CREATE TABLE t (n int)"));
    expect(client.send(query("COPY t FROM STDIN"))).toBe("error 0A000, I");
    expect(client.send(query("BEGIN"), query("COPY t FROM STDIN"), message("c"))).toBe(
      "BEGIN, T, error 0A000, E",
    );
    expect(client.send(query("ROLLBACK"), query("COPY (SELECT 7) TO STDOUT"))).toBe(
      "ROLLBACK, I, H, d, c, COPY 1, I",
    );
  });
});

describe("a transaction", () => {
  test("makes the others wait until its end is answered, in their order; the console says so once", () => {
    const world = new World();
    const [one, two, three] = [world.connect(), world.connect(), world.connect()];
    one.send(query("CREATE TABLE t (n int)"));
    expect(one.send(query("BEGIN"), query("INSERT INTO t VALUES (1)"))).toBe("BEGIN, T, INSERT 0 1, T");
    expect(two.send(query("INSERT INTO t SELECT max(n) + 1 FROM t"))).toBe("");
    expect(three.send(query("SELECT sum(n) FROM t"))).toBe("");
    expect(world.notes).toHaveLength(1);
    expect(world.notes[0]).toContain("connection 2 waits until connection 1");
    expect(one.send(query("COMMIT"))).toBe("COMMIT, I");
    expect(two.takes()).toBe("INSERT 0 1, I");
    expect(three.takes()).toBe("row 3, SELECT 1, I");
  });

  test("is rolled back where its connection ends, and the next one begins", () => {
    const world = new World();
    const [one, two] = [world.connect(), world.connect()];
    one.send(query("CREATE TABLE t (n int)"), query("BEGIN"), query("INSERT INTO t VALUES (1)"));
    expect(two.send(query("SELECT count(*) FROM t"))).toBe("");
    one.leave();
    world.run(0.01);
    expect(two.takes()).toBe("row 0, SELECT 1, I");
  });

  test("that is not committed is lost in a crash, and all else stays", () => {
    const world = new World();
    world.connect().send(query("CREATE TABLE t (n int)"), query("BEGIN"), query("INSERT INTO t VALUES (1)"));
    world.crash();
    expect(world.connect().send(query("SELECT count(*) FROM t"))).toBe("row 0, SELECT 1, I");
  });
});
