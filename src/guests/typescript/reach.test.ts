/** Objects that a program can reach: public objects, and neither internals of the runtime, the recorder nor the host. */
import ts from "typescript";
import { expect, test } from "vitest";
import { LoopInternals } from "../../runtime/loop/loop-internals.ts";
import { LoopHandle } from "../../runtime/loop/loop-handle.ts";
import { TracedResource } from "../../runtime/instrument/traced-resource.ts";
import { Recorder } from "../../trace/recorder.ts";
import { TypeScriptInNode } from "./compile-node.ts";
import { asyncioDeclarations } from "./declarations.ts";
import { declaredProgram } from "../../testing/declared-program.ts";

/** Program that puts into `Object.shown` an object of each class, and others that a program gets. (The test shares its realm.) */
const program = `
import * as asyncio from "asyncio";
const { sleep } = asyncio;
async function work() { await sleep(1); }
async function* items() { yield 1; }
class OwnLock extends asyncio.Lock {}
class OwnLoop extends asyncio.EventLoop {}
const shown: Record<string, unknown> = { asyncio, OwnLoop: new OwnLoop() };
const others: unknown[] = [];
async function main() {
  const loop = asyncio.getRunningLoop();
  const task = asyncio.createTask(work());
  const future = loop.createFuture<number>();
  const variable = new asyncio.ContextVar<number>("variable");
  const token = variable.set(1);
  const [semaphore, condition, queue] = [new asyncio.Semaphore(), new asyncio.Condition(), new asyncio.Queue<number>()];
  const agen = items();
  await using deadline = await asyncio.enter(asyncio.timeout(9));
  { await using group = await asyncio.enter(new asyncio.TaskGroup());
    const child = group.createTask(work());
    others.push(asyncio.captureCallGraph(child), asyncio.captureCallGraph(), child);
    shown["TaskGroup"] = group; }
  Object.assign(shown, {
    EventLoop: loop, Task: task, Future: future, ContextVar: variable, Token: token, Semaphore: semaphore,
    Condition: condition, Queue: queue, Timeout: deadline, Context: asyncio.copyContext(), Lock: new asyncio.Lock(),
    Event: new asyncio.Event(), Barrier: new asyncio.Barrier(1), PriorityQueue: new asyncio.PriorityQueue(),
    LifoQueue: new asyncio.LifoQueue(), BoundedSemaphore: new asyncio.BoundedSemaphore(), Runner: new asyncio.Runner(),
    Handle: loop.callSoon(() => {}), TimerHandle: loop.callLater(1, () => {}), OwnLock: new OwnLock(),
    ExceptionGroup: new asyncio.ExceptionGroup("all", [new asyncio.ValueError("one")]),
    CancelledError: new asyncio.CancelledError(), Deadlock: new asyncio.Deadlock(),
  });
  const server = await asyncio.startServer(() => {}, "127.0.0.1", 8000);
  const [reader, writer] = await asyncio.openConnection("127.0.0.1", 8000);
  const [datagrams] = await loop.createDatagramEndpoint(() => new asyncio.DatagramProtocol(), { family: "inet" });
  Object.assign(shown, {
    StreamReader: reader, StreamWriter: writer, Server: server, Transport: writer.transport, DatagramTransport: datagrams,
    TransportSocket: server.sockets[0], Protocol: new asyncio.Protocol(), OSError: new asyncio.OSError(1, "one"),
  });
  others.push(reader.readline(), reader[Symbol.asyncIterator](), writer.transport.getProtocol(), server.serveForever());
  others.push(writer.drain(), writer.getExtraInfo("peername"), server.sockets, await loop.getaddrinfo("localhost", 1));
  try { await asyncio.openConnection("127.0.0.1", 9); } catch (error) { others.push(error); }
  const coroutine = work();
  others.push(coroutine, agen, agen.anext(), agen.asend(undefined), sleep(0), sleep(1), queue.get(), semaphore.acquire());
  others.push(asyncio.gather([task, future]), asyncio.shield(task), asyncio.wait([task]), asyncio.asCompleted([task]));
  others.push(future.getLoop(), task.getCoro(), task.getContext(), task.getStack(), (future as any)[Symbol.iterator]());
  others.push(asyncio.allTasks(), asyncio.currentTask(), asyncio.eagerTaskFactory, asyncio.aclosing(agen as any));
  loop.setExceptionHandler((...values) => void others.push(values));
  const failing = loop.callSoon(() => { throw new Error("oops"); });
  others.push(failing, (others as any).at, console, Date, performance, setTimeout(() => {}, 1), Math, Promise, fetch, Function);
  try { await work.call(null).then(); } catch (error) { others.push(error); }
  try { (await (5 as any)); } catch (error) { others.push(error); }
  try { eval("1"); } catch (error) { others.push(error); }
  await agen.aclose();
  future.setResult(1);
  await coroutine;
}
asyncio.run(main());
(Object as any).shown = [shown, others];
`;

interface Shown {
  recorder: Recorder;
  instances: Record<string, object>;
  others: unknown[];
}

function runIt(): Shown {
  const recorder = new Recorder({ cap: 100_000, onChunk: () => {}, onFull: () => {} });
  const end = new TypeScriptInNode().run(program, { seed: 1, instrument: recorder });
  expect(end).toMatchObject({ outcome: "ok", error: null });
  const holder = Object as unknown as { shown?: [Record<string, object>, unknown[]] };
  const [instances, others] = holder.shown as [Record<string, object>, unknown[]];
  delete holder.shown;
  return { recorder, instances, others };
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Return every object reachable from `roots` by own and inherited properties, accessors and collections, with its path. */
function reachable(roots: unknown[]): Map<object, string> {
  const found = new Map<object, string>();
  const left: [unknown, string][] = roots.map((root, index) => [root, `root ${index}`]);
  for (let next = left.pop(); next; next = left.pop()) {
    const [value, path] = next;
    if (!isObject(value) || found.has(value)) continue;
    found.set(value, path);
    left.push([Object.getPrototypeOf(value), `${path}.__proto__`]);
    for (let owner: unknown = value; isObject(owner); owner = Object.getPrototypeOf(owner)) {
      for (const key of Reflect.ownKeys(owner)) {
        const { get, set } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
        left.push([get, `${path}.get ${String(key)}`], [set, `${path}.set ${String(key)}`]);
        try {
          left.push([Reflect.get(owner, key, value), `${path}.${String(key)}`]);
        } catch {
          // A getter of another kind of object.
        }
      }
    }
    if (value instanceof Map || value instanceof Set)
      left.push(...[...value].flat().map((item): [unknown, string] => [item, `${path}[]`]));
  }
  return found;
}

test("a program cannot reach internals of a loop, the recorder or globals of the host", () => {
  const { recorder, instances, others } = runIt();
  const found = reachable([instances, others]);
  // The walk went far enough.
  expect(found.has(instances["Task"] as object)).toBe(true);
  expect(found.size).toBeGreaterThan(500);
  const { fetch, setTimeout, process } = globalThis;
  const hidden = new Set<unknown>([recorder, globalThis, fetch, setTimeout, process, Function, eval]);
  const isInternal = (value: object) =>
    hidden.has(value) ||
    value instanceof LoopInternals ||
    value instanceof LoopHandle ||
    value instanceof TracedResource ||
    value === LoopInternals.prototype ||
    value === LoopHandle.prototype;
  // The test's own realm has its constructor of functions again, once the run is over.
  const paths = [...found]
    .filter(([value]) => isInternal(value) && value !== Function)
    .map(([, path]) => path);
  expect(paths).toEqual([]);
});

test("each object has exactly the members that the editor lists", () => {
  const { instances } = runIt();
  const there = Object.keys(instances["asyncio"] as object);
  const classes = Object.keys(instances).filter((name) => there.includes(name));
  expect(classes.length).toBeGreaterThan(20);
  const source = classes
    .map((name) => `declare const a${name}: InstanceType<typeof asyncio.${name}>;`)
    .join("\n");
  const checked = declaredProgram(
    asyncioDeclarations(),
    `import * as asyncio from "asyncio";\n${source.replaceAll("InstanceType<typeof", "Made<typeof")}\ntype Made<C> = C extends { prototype: infer I } ? I : never;`,
  );
  const file = checked.getSourceFile("/program.ts") as ts.SourceFile;
  const checker = checked.getTypeChecker();
  const declared = new Map<string, string[]>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const [declaration] = statement.declarationList.declarations;
    const variable = declaration as ts.VariableDeclaration;
    const names = checker
      .getPropertiesOfType(checker.getTypeAtLocation(variable.name))
      .map(({ name }) => name);
    declared.set(variable.name.getText(file).slice(1), names.filter(isListed).sort());
  }
  const members = classes.map((name) => [name, membersOf(instances[name] as object)] as const);
  expect(Object.fromEntries(members)).toEqual(Object.fromEntries(declared));
});

/** Return false for members of every class, members that the language needs, and the types that make a future awaitable. */
function isListed(name: string): boolean {
  return !/^(constructor|toString|stack|cause|then|#private|__.*|Symbol\(Symbol\..*\))$/.test(name);
}

function membersOf(instance: object): string[] {
  const names = new Set<string>();
  for (let owner = instance; owner !== Object.prototype; owner = Object.getPrototypeOf(owner) as object)
    for (const key of Reflect.ownKeys(owner)) names.add(String(key));
  return [...names].filter(isListed).sort();
}
