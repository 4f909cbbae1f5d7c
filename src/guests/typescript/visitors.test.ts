/** Visitors of TypeScript servers: who comes, when, and how that ends, as in Python, event for event. */
import { expect, test } from "vitest";
import type { Visit } from "../../share/visits.ts";
import type { BothRuns } from "../../testing/both-guests.ts";
import { expectSameRun } from "../../testing/expect-same-run.ts";
import { runTypeScript } from "../../testing/run-typescript.ts";

/** An asyncio server that answers a line after 0.1 s, in both languages; `more` is in its main. */
interface Server {
  python: string;
  typescript: string;
}

function server(port: number, more: Server): [python: string, typescript: string] {
  const python = `import asyncio, signal

async def answer(reader, writer):
    line = await reader.readline()
    print(line.decode().strip())
    await asyncio.sleep(0.1)
    writer.write(b"HTTP/1.1 204 No Content\\r\\n\\r\\n")
    writer.close()

async def main():
    server = await asyncio.start_server(answer, port=${port})
    async with server:
        ${more.python.replaceAll("\n", "\n        ")}

asyncio.run(main())
`;
  const typescript = `import {
  Event, getRunningLoop, openConnection, print, run, sleep, startServer, type StreamReader, type StreamWriter,
} from "asyncio";

async function answer(reader: StreamReader, writer: StreamWriter) {
  const line = await reader.readline();
  print(new TextDecoder().decode(line).trim());
  await sleep(0.1);
  writer.write("HTTP/1.1 204 No Content\\r\\n\\r\\n");
  writer.close();
}

async function main() {
  await using server = await startServer(answer, null, ${port});
  ${more.typescript}
}

run(main());
`;
  return [python, typescript];
}

const forever: Server = {
  python: "await server.serve_forever()",
  typescript: "await server.serveForever();",
};

const outputOf = ({ events }: BothRuns) =>
  events.filter(({ kind, stream }) => kind === "outputWritten" && stream === "stdout");
const lines = (run: BothRuns) => outputOf(run).map(({ time, text }) => `${time.toFixed(3)} ${text}`);
const signals = ({ events }: BothRuns) =>
  events.filter(({ kind }) => kind === "signalRaised").map(({ name, origin }) => [name, origin]);
const guests = ({ events }: BothRuns) =>
  events.filter(({ kind }) => kind === "hostAdded").map(({ name }) => name);

test("a program that only serves is visited, alone and by two at once, and then interrupted", async () => {
  const run = await expectSameRun(...server(8080, forever));
  const get = "GET / HTTP/1.1\n";
  expect(lines(run)).toEqual([`1.000 ${get}`, `2.000 ${get}`, `2.000 ${get}`]);
  expect(guests(run)).toEqual(["visitor 1", "visitor 2", "visitor 3"]);
  expect(signals(run)).toEqual([["SIGINT", "visitor"]]);
  expect(run.end).toMatchObject({ outcome: "error", error: "KeyboardInterrupt" });
});

test("a server that handles Ctrl-C ends well", async () => {
  const run = await expectSameRun(
    ...server(7000, {
      python:
        "stop = asyncio.Event()\nasyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)\nawait stop.wait()\nprint('bye')",
      typescript: `const stop = new Event();
  getRunningLoop().addSignalHandler("SIGINT", () => stop.set(), { name: "Event.set" });
  await stop.wait();
  print("bye");`,
    }),
  );
  expect(run.end).toMatchObject({ outcome: "ok", error: null });
  expect(lines(run).at(-1)).toMatch(/bye\n$/);
});

test("a program that talks to itself is not visited, nor is one with no visits", async () => {
  const itself: Server = {
    python: `_, writer = await asyncio.open_connection("127.0.0.1", 8080)\n${forever.python}`,
    typescript: `await openConnection("127.0.0.1", 8080);\n${forever.typescript}`,
  };
  for (const [programs, conditions] of [
    [server(8080, itself), {}],
    [server(8080, forever), { visits: [] }],
  ] as const) {
    const run = await expectSameRun(...programs, conditions);
    expect([run.end.outcome, guests(run), signals(run)]).toEqual(["deadlock", [], []]);
  }
});

test("planned visits come at their times, also while timers are pending; then Ctrl-C", async () => {
  const visits: Visit[] = [
    { at: 0.5, method: "POST", path: "/orders", count: 1 },
    { at: 3, method: "LINE", path: "hi", count: 2 },
  ];
  const sleeps: Server = {
    python: `await asyncio.sleep(4)\n${forever.python}`,
    typescript: `await sleep(4);\n${forever.typescript}`,
  };
  const run = await expectSameRun(...server(8080, sleeps), { visits });
  expect(lines(run)).toEqual(["0.500 POST /orders HTTP/1.1\n", "3.000 hi\n", "3.000 hi\n"]);
  expect([run.end.error, signals(run)]).toEqual(["KeyboardInterrupt", [["SIGINT", "visitor"]]]);
  expect(run.end.time).toBe(5);
});

test("visits planned before the server starts find nothing, and come to no program without one", async () => {
  const visits: Visit[] = [{ at: 2, method: "GET", path: "/", count: 1 }];
  const [python, typescript] = server(8080, forever);
  const late = await expectSameRun(
    python.replace("async def main():", "async def main():\n    await asyncio.sleep(3)"),
    typescript.replace("function main() {", "function main() {\n  await sleep(3);"),
    { visits },
  );
  expect([guests(late), late.end]).toEqual([
    [],
    expect.objectContaining({ error: "KeyboardInterrupt", time: 4 }),
  ]);
  const without = await expectSameRun(
    "import asyncio\nasyncio.run(asyncio.Event().wait())",
    'import { Event, run } from "asyncio";\nrun(new Event().wait());',
    { visits },
  );
  expect([without.end.outcome, signals(without)]).toEqual(["deadlock", []]);
});

/** A program without a server, in both languages: `python` and `typescript` run its loop. */
const withLoop = (python: string, typescript: string): [string, string] => [
  `import asyncio, signal

loop = asyncio.new_event_loop()
loop.call_later(1, print, "late")
${python}
print("end")
`,
  `import { Event, EventLoop, KeyboardInterrupt, print, sleep } from "asyncio";

const loop = new EventLoop();
loop.callLater(1, () => print("late"), { name: "print" });
${typescript}
print("end");
`,
];

test("a loop that runs until it is stopped, and has no task left, gets Ctrl-C", async () => {
  const run = await expectSameRun(
    ...withLoop(
      `loop.create_task(asyncio.sleep(2), name="sleep")
try:
    loop.run_forever()
except KeyboardInterrupt:
    print("stopped")`,
      `loop.createTask(sleep(2), { name: "sleep" });
try {
  loop.runForever();
} catch (error) {
  if (!(error instanceof KeyboardInterrupt)) throw error;
  print("stopped");
}`,
    ),
  );
  expect(run.end).toMatchObject({ outcome: "ok", error: null, time: 3 });
  expect(lines(run)).toEqual(["1.000 late\n", "3.000 stopped\n", "3.000 end\n"]);
  expect(signals(run)).toEqual([["SIGINT", "visitor"]]);
});

test("a program that handles a signal gets that where nothing else can happen", async () => {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    const run = await expectSameRun(
      ...withLoop(
        `stop = asyncio.Event()
loop.add_signal_handler(signal.${signal}, stop.set)
loop.run_until_complete(loop.create_task(stop.wait()))`,
        `const stop = new Event();
loop.addSignalHandler("${signal}", () => stop.set(), { name: "Event.set" });
loop.runUntilComplete(loop.createTask(stop.wait()));`,
      ),
    );
    expect([run.end.outcome, signals(run)]).toEqual(["ok", [[signal, "visitor"]]]);
    expect(lines(run)).toEqual(["1.000 late\n", "2.000 end\n"]);
  }
});

test("a loop whose tasks or whose future can never be done is in a deadlock", async () => {
  for (const [python, typescript] of [
    ["loop.run_until_complete(loop.create_future())", "loop.runUntilComplete(loop.createFuture());"],
    [
      "task = loop.create_task(asyncio.Event().wait())\nloop.run_forever()",
      "const task = loop.createTask(new Event().wait());\nloop.runForever();",
    ],
  ] as const) {
    const run = await expectSameRun(...withLoop(python, typescript));
    expect([run.end.outcome, signals(run)]).toEqual(["deadlock", []]);
  }
});

test("a deadlock of a program without a server gets no visitors", () => {
  expect(runTypeScript("run(new Event().wait());").outcome).toBe("deadlock");
});
