/** Commands about hashes. */
import { arityError, type CommandTable, pairsOf, type Run } from "./command.ts";
import { cursorOf, scanOptions } from "./commands-keys.ts";
import { bigIntegerOf, doubleOf, fractionSum, sumOf } from "./numbers.ts";
import { doubleText, OK, Pairs, RedisError } from "./reply.ts";

function setFields(name: string): Run {
  return ({ db }, [key = "", ...args]) => {
    if (args.length % 2 === 1) throw arityError(name);
    const hash = db.getOrMake(key, "hash");
    const { size } = hash;
    for (const [field, value] of pairsOf(args)) hash.set(field, value);
    db.changed(key);
    return name === "hmset" ? OK : hash.size - size;
  };
}

/** Read a number of a field. Throws RedisError with the message of hashes. */
function numberIn<T>(read: () => T, message: string): T {
  try {
    return read();
  } catch {
    throw new RedisError(message);
  }
}

export const hashCommands: CommandTable = {
  hset: [-4, setFields("hset")],
  hmset: [-4, setFields("hmset")],
  hsetnx: [
    4,
    ({ db }, [key = "", field = "", value = ""]) => {
      if (db.get(key, "hash")?.has(field)) return 0;
      db.getOrMake(key, "hash").set(field, value);
      db.changed(key);
      return 1;
    },
  ],
  hget: [3, ({ db }, [key = "", field = ""]) => db.get(key, "hash")?.get(field) ?? null],
  hmget: [
    -3,
    ({ db }, [key = "", ...fields]) => {
      const hash = db.get(key, "hash");
      return fields.map((field) => hash?.get(field) ?? null);
    },
  ],
  hgetall: [2, ({ db }, [key = ""]) => new Pairs([...(db.get(key, "hash") ?? [])])],
  hdel: [
    -3,
    ({ db }, [key = "", ...fields]) => {
      const hash = db.get(key, "hash");
      const count = fields.filter((field) => hash?.delete(field)).length;
      if (count > 0) db.changed(key);
      return count;
    },
  ],
  hexists: [3, ({ db }, [key = "", field = ""]) => Number(db.get(key, "hash")?.has(field) ?? false)],
  hlen: [2, ({ db }, [key = ""]) => db.get(key, "hash")?.size ?? 0],
  hstrlen: [3, ({ db }, [key = "", field = ""]) => db.get(key, "hash")?.get(field)?.length ?? 0],
  hkeys: [2, ({ db }, [key = ""]) => [...(db.get(key, "hash")?.keys() ?? [])]],
  hvals: [2, ({ db }, [key = ""]) => [...(db.get(key, "hash")?.values() ?? [])]],
  hincrby: [
    4,
    ({ db }, [key = "", field = "", by = ""]) => {
      const amount = bigIntegerOf(by);
      const old = db.get(key, "hash")?.get(field) ?? "0";
      const sum = sumOf(
        numberIn(() => bigIntegerOf(old), "ERR hash value is not an integer"),
        amount,
      );
      db.getOrMake(key, "hash").set(field, String(sum));
      db.changed(key);
      return sum;
    },
  ],
  hincrbyfloat: [
    4,
    ({ db }, [key = "", field = "", by = ""]) => {
      const amount = doubleOf(by);
      const old = db.get(key, "hash")?.get(field) ?? "0";
      const sum = fractionSum(doubleOf(old, "ERR hash value is not a float"), amount);
      db.getOrMake(key, "hash").set(field, doubleText(sum));
      db.changed(key);
      return doubleText(sum);
    },
  ],
  hscan: [
    -3,
    ({ db }, [key = "", cursor = "", ...args]) => {
      const { test } = scanOptions(args);
      cursorOf(cursor);
      const entries = [...(db.get(key, "hash") ?? [])].filter(([field]) => test(field));
      return ["0", entries.flat()];
    },
  ],
};
