/** Commands about sets. A set of whole numbers is shown in their order, as Redis shows a small one; others as they were made. */
import { type CommandTable, type Context, type Run, syntaxError } from "./command.ts";
import { cursorOf, scanOptions } from "./commands-keys.ts";
import type { Keyspace } from "./keyspace.ts";
import { integerOf } from "./numbers.ts";
import { Members, RedisError, type Reply } from "./reply.ts";

const membersOf = (db: Keyspace, key: string) => ordered([...(db.get(key, "set") ?? [])]);

function ordered(members: string[]): string[] {
  const isNumbers = members.every((member) => /^(?:0|-?[1-9]\d{0,14})$/.test(member));
  return isNumbers ? members.sort((a, b) => Number(a) - Number(b)) : members;
}

type Operation = (sets: readonly ReadonlySet<string>[]) => string[];

const inter: Operation = ([first = new Set(), ...others]) =>
  [...first].filter((member) => others.every((set) => set.has(member)));
const union: Operation = (sets) => [...new Set(sets.flatMap((set) => [...set]))];
const diff: Operation = ([first = new Set(), ...others]) =>
  [...first].filter((member) => !others.some((set) => set.has(member)));

function combine(operation: Operation): Run {
  return ({ db }, keys) =>
    new Members(ordered(operation(keys.map((key) => db.get(key, "set") ?? new Set()))));
}

function combineInto(operation: Operation): Run {
  return ({ db }, [target = "", ...keys]) => {
    const members = operation(keys.map((key) => db.get(key, "set") ?? new Set()));
    db.delete(target);
    if (members.length > 0) {
      db.put(target, "set", new Set(members));
      db.changed(target);
    }
    return members.length;
  };
}

/** Pick members by chance: all different for a count from 0 up, any for a negative one. */
function pick({ db, server }: Context, key: string, count: number): string[] {
  const members = membersOf(db, key);
  if (members.length === 0) return [];
  const any = (all: readonly string[]) => Math.floor(server.random() * all.length);
  if (count < 0) return Array.from({ length: -count }, () => members[any(members)] as string);
  return Array.from(
    { length: Math.min(count, members.length) },
    () => members.splice(any(members), 1)[0] as string,
  );
}

export const setCommands: CommandTable = {
  sadd: [
    -3,
    ({ db }, [key = "", ...members]) => {
      const set = db.getOrMake(key, "set");
      const { size } = set;
      for (const member of members) set.add(member);
      if (set.size > size) db.changed(key);
      return set.size - size;
    },
  ],
  srem: [
    -3,
    ({ db }, [key = "", ...members]) => {
      const set = db.get(key, "set");
      const count = members.filter((member) => set?.delete(member)).length;
      if (count > 0) db.changed(key);
      return count;
    },
  ],
  smembers: [2, ({ db }, [key = ""]) => new Members(membersOf(db, key))],
  sismember: [3, ({ db }, [key = "", member = ""]) => Number(db.get(key, "set")?.has(member) ?? false)],
  smismember: [
    -3,
    ({ db }, [key = "", ...members]) => {
      const set = db.get(key, "set");
      return members.map((member) => Number(set?.has(member) ?? false));
    },
  ],
  scard: [2, ({ db }, [key = ""]) => db.get(key, "set")?.size ?? 0],
  spop: [
    -2,
    (context, [key = "", text, ...more]): Reply => {
      if (more.length > 0) throw syntaxError();
      const count = text === undefined ? 1 : integerOf(text);
      if (count < 0) throw new RedisError("ERR value is out of range, must be positive");
      const members = pick(context, key, count);
      const set = context.db.get(key, "set");
      for (const member of members) set?.delete(member);
      if (members.length > 0) context.db.changed(key);
      return text === undefined ? (members[0] ?? null) : new Members(members);
    },
  ],
  srandmember: [
    -2,
    (context, [key = "", text, ...more]): Reply => {
      if (more.length > 0) throw syntaxError();
      const members = pick(context, key, text === undefined ? 1 : integerOf(text));
      return text === undefined ? (members[0] ?? null) : members;
    },
  ],
  smove: [
    4,
    ({ db }, [from = "", to = "", member = ""]) => {
      const [source] = [db.get(from, "set"), db.get(to, "set")];
      if (!source?.has(member)) return 0;
      if (from === to) return 1;
      source.delete(member);
      db.changed(from);
      db.getOrMake(to, "set").add(member);
      db.changed(to);
      return 1;
    },
  ],
  sinter: [-2, combine(inter)],
  sunion: [-2, combine(union)],
  sdiff: [-2, combine(diff)],
  sinterstore: [-3, combineInto(inter)],
  sunionstore: [-3, combineInto(union)],
  sdiffstore: [-3, combineInto(diff)],
  sscan: [
    -3,
    ({ db }, [key = "", cursor = "", ...args]) => {
      const { test } = scanOptions(args);
      cursorOf(cursor);
      return ["0", membersOf(db, key).filter(test)];
    },
  ],
};
