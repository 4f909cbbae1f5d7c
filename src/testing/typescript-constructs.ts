/** Programs of every construct that awaits, for tests. */

/** A name, and the body of an async function with `sleep`, `later(value)` (the value, awaited) and `print`. */
export const programs: readonly (readonly [name: string, body: string])[] = [
  [
    "await in every place of an expression",
    `
    const object = { n: 1, add(a: number, b: number) { return this.n + a + b; } };
    print(await later(1) + await later(2) * (await later(3)), -(await later(4)), !(await later(0)));
    print(object.add(await later(1), await later(2)), object[await later("n") as "n"], [await later(1), ...await later([2, 3])]);
    print({ [await later("key")]: await later("value"), ...await later({ more: 1 }) }, \`\${await later("text")}!\`);
    print(await later(true) ? await later("yes") : await later("no"), await later(null) ?? await later("else"), (await later({ a: { b: 2 } }))?.a.b);
    print(typeof await later(1), await later(1) in { 1: true }, (await later(1), await later(2)), await (await later(later))(7));
    let n = await later(1);
    n += await later(2);
    object.n **= await later(3);
    print(n, object.n, new (await later(Date))(0).getTime(), await later(() => 5));
  `,
  ],
  [
    "a value that is read before an await keeps the value that it had",
    `
    let n = 1;
    const bump = async () => { n = 10; await sleep(0); return n; };
    print(n + await bump(), n);
    const list = [1, 2, 3];
    let i = 0;
    list[i++] = await later(i);
    print(list, i);
  `,
  ],
  [
    "try, catch and finally",
    `
    const steps = async (fails: boolean) => {
      try {
        print("tries");
        if (fails) throw await later(new Error("oops"));
        return await later("result");
      } catch (error) {
        print("catches", (error as Error).message);
        await sleep(0);
        throw new Error("again");
      } finally {
        await sleep(0);
        print("finally");
      }
    };
    print(await steps(false));
    try { await steps(true); } catch (error) { print((error as Error).message); }
    const overrides = async () => { try { throw 1; } finally { return await later("finally's"); } };
    print(await overrides());
  `,
  ],
  [
    "loops with labels, break and continue",
    `
    outer: for (let i = 0; i < 3; i++) {
      for (const j of [0, 1, 2]) {
        if (await later(j) === 1) continue outer;
        if (i === 2) break outer;
        print(i, j);
      }
    }
    let n = 0;
    do n += await later(1); while (await later(n) < 3);
    while (true) if (await later(++n) > 5) break;
    for (const key in await later({ a: 1, b: 2 })) print(key, await later(n));
    for (let i = 0, f = () => i; i < 2; i++) print(await later(f()));
    print(n);
  `,
  ],
  [
    "each turn of a loop has variables of its own",
    `
    const fs: (() => number)[] = [];
    for (let i = 0; i < 3; i++) { await sleep(0); fs.push(() => i); }
    print(fs.map((f) => f()));
  `,
  ],
  [
    "switch",
    `
    for (const x of [1, 2, 3, 4]) {
      switch (await later(x)) {
        case await later(1): print("one"); break;
        case 2: { const y = await later("two"); print(y); }
        case 3: print("falls through"); break;
        default: print("default", await later(x));
      }
    }
  `,
  ],
  [
    "this and arguments, in methods and arrows",
    `
    class Counter {
      static made = 0;
      #n = 1;
      name = "counter";
      constructor(public step = 2) { Counter.made++; }
      async add() { await sleep(0); this.#n += this.step; return this.#n; }
      addLater = async (times: number) => { for (let i = 0; i < times; i++) await this.add(); return this.name; };
      async count(...more: number[]) { const f = async () => arguments.length + more.length; return await f(); }
      static async make() { await sleep(0); return new this(5); }
      get twice() { return (async () => 2 * this.#n)(); }
    }
    class Loud extends Counter {
      override async add() { const n = await super.add(); print("loud", n); return n; }
    }
    const counter = new Loud();
    print(await counter.addLater(2), await counter.count(1, 2, 3), await counter.twice);
    print((await Counter.make()).step, Counter.made);
    const f = async function (this: { a: number }, b: number) { return this.a + await later(b); };
    print(await f.call({ a: 1 }, 2), await f.apply({ a: 2 }, [3]), await f.bind({ a: 3 })(4));
  `,
  ],
  [
    "parameters: defaults, rest, patterns",
    `
    const f = async ({ a, b: [c] }: { a: number; b: number[] }, d = a + c, ...rest: number[]) =>
      [a, c, d, rest, await later(rest.length)];
    print(await f({ a: 1, b: [2] }), await f({ a: 1, b: [2] }, 9, 8, 7));
    const { x, ...others } = await later({ x: 1, y: 2, z: 3 });
    const [first, , third = await later("default")] = await later([1, 2]);
    print(x, others, first, third);
  `,
  ],
  [
    "recursion, and functions that are used before they are written",
    `
    print(await factorial(5));
    async function factorial(n: number): Promise<number> { return n <= 1 ? 1 : n * await factorial(n - 1); }
  `,
  ],
  [
    "an error goes through every await on its way",
    `
    const a = async () => { await sleep(0); throw new TypeError("deep"); };
    const b = async () => { try { return await a(); } finally { print("b"); } };
    const c = async () => { try { await b(); } catch (error) { throw new Error("wrapped", { cause: error }); } };
    try { await c(); } catch (error) { print((error as Error).message, ((error as Error).cause as Error).name); }
  `,
  ],
  [
    "async generators: items, errors, closing, delegation",
    `
    async function* count(to: number) {
      try { for (let i = 0; i < to; i++) { await sleep(0); yield i; } } finally { print("closed", to); }
    }
    async function* more() { yield "first"; yield* count(2); yield await later("last"); }
    for await (const x of more()) print(x);
    for await (const x of count(2)) { if (x === 1) print("one"); else continue; }
    const method = { async *items(this: { n: number }) { yield this.n; }, n: 7 };
    for await (const n of method.items()) print(n);
    async function* fails() { yield 1; throw new Error("in the generator"); }
    try { for await (const x of fails()) print(x); } catch (error) { print((error as Error).message); }
    const collected: number[] = [];
    for await (const [a, b = 5] of (async function* () { yield [1]; yield [2, 3]; })()) collected.push(a!, b);
    print(collected);
  `,
  ],
  [
    "async generators: next with a value, return, throw",
    `
    async function* echo(): AsyncGenerator<number, void, string | undefined> {
      try { for (let n = 0; ; n++) { const got = yield n; print("got", got); await sleep(0); } }
      finally { await sleep(0); print("closed"); }
    }
    async function* stubborn() { try { yield 1; } catch (error) { yield String(error); } }
    const first = echo();
    print(await first.next(), await first.next("a"), await first.return(), await first.next("b"), await first.return());
    const second = echo();
    await second.next();
    try { await second.throw(new Error("thrown")); } catch (error) { print(String(error)); }
    try { await second.throw(new Error("late")); } catch (error) { print(String(error)); }
    const third = stubborn();
    print(await third.next(), await third.throw(new Error("caught")), await third.next());
    const fresh = echo();
    print(await fresh.return(), await fresh.next());
  `,
  ],
  [
    "what a generator that is no coroutine yields is its own",
    `
    function* numbers() { const got: unknown = yield 1; print("got", got); yield* [2, 3]; }
    const iterator = numbers();
    print(iterator.next().value, iterator.next(await later("sent")).value, [...iterator]);
  `,
  ],
  [
    "using",
    `
    const resource = (name: string) => ({ name, [Symbol.dispose]: () => print("disposes", name) });
    const f = async () => {
      using a = resource("a");
      using b = resource("b");
      print("uses", a.name, await later(b.name));
      return "done";
    };
    print(await f());
    try { using c = resource("c"); await sleep(0); throw new Error(c.name); } catch (error) { print((error as Error).message); }
  `,
  ],
  [
    "await using",
    `
    const resource = (name: string) => ({
      name,
      [Symbol.asyncDispose]: async () => { await sleep(0); print("disposes", name); if (name === "bad") throw new Error("in disposing"); },
    });
    const f = async () => {
      await using a = resource("a");
      using b = { [Symbol.dispose]: () => print("disposes b") };
      await using nothing = null;
      for (await using c of [resource("c1"), resource("c2")]) { print("turn", c.name); await sleep(0); }
      print("uses", a.name, b !== undefined, nothing);
      return await later("done");
    };
    print(await f());
    try { await using d = resource("d"); throw new Error(d.name); } catch (error) { print((error as Error).message); }
    try { await using e = resource("bad"); print(e.name); } catch (error) { print((error as Error).message); }
    try { await using g = resource("bad"); throw new Error(g.name); }
    catch (error) { const { name, error: last, suppressed } = error as any; print(name, last.message, suppressed.message); }
  `,
  ],
  [
    "functions that are no coroutines: their results and errors, finally, accessors, static blocks, recursion",
    `
    const fib = (n: number): number => n < 2 ? n : fib(n - 1) + fib(n - 2);
    function early(n: number) { for (const x of [1, 2, 3]) if (x === n) return x; else if (x > n) break; return "none"; }
    function both(fails: boolean) { try { if (fails) throw new Error("oops"); return "fine"; } catch { return "caught"; } finally { print("finally"); } }
    class Box {
      static made: string[] = [];
      static { Box.made.push("static"); }
      #value = 1;
      constructor(value?: number) { if (value === undefined) return; this.#value = value; }
      get value() { return this.#value; }
      set value(value) { if (value < 0) throw new RangeError("negative"); this.#value = value; }
    }
    class Small extends Box { constructor() { super(7); Box.made.push("small"); } }
    const box = new Small();
    box.value += await later(1);
    try { box.value = -1; } catch (error) { print((error as Error).name); }
    print(fib(12), early(2), early(9), both(true), both(false), box.value, Box.made, new Box().value);
    function hoisted() { return inner(); function inner() { return "hoisted"; } }
    const parameters = (a = early(1), { b = both(false) } = {}, ...[c = "c"]: string[]) => [a, b, c];
    print(hoisted(), parameters(), parameters.length, ((x: number) => { x++; return x; })(1));
    if (await later(false)) print("no"); else if (await later(true)) print("else if"); else print("no");
  `,
  ],
  [
    "decorators, enums, namespaces, satisfies, non-null",
    `
    const log = (value: Function, context: { name: string | symbol }) => function (this: unknown, ...args: unknown[]) {
      print("calls", context.name);
      return value.apply(this, args);
    };
    class A { @log async m(x: number) { return await later(x); } }
    enum Color { Red = 1, Green }
    print(await new A().m(3), Color[Color.Green], ({ a: 1 } satisfies Record<string, number>).a!);
  `,
  ],
  [
    "expressions without braces, arrows that give objects, comments in odd places",
    `
    const f = async () => ({ a: await later(1) });
    const g = (x: number) => ({ x, twice: () => 2 * x });
    if (await later(true)) print("if"); else print("else");
    for (const x of [1, 2]) print(/* a comment; */ x, await /* here */ later(x));
    print((await f()).a, g(2).twice(), ((a, b) => a + b)(1, await later(2)));
    const nested = async () => async () => async () => await later("deep");
    print(await (await (await nested())())());
  `,
  ],
  [
    "text that looks like code",
    `
    print("yield await x; // not a comment", /yield (a|b)\\/await/g.source, \`\${"await"} \${1 + 1} yield\`);
    const $ = "dollar";
    print($, await later($));
  `,
  ],
];
