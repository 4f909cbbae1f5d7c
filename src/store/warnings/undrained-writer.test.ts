/** Writers that are never drained, found while the program runs, at its end or in its deadlock, in both languages. */
import { describe, expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import type { Guest } from "../../guests/guest.ts";
import { TypeScriptInNode } from "../../guests/typescript/compile-node.ts";
import { bootPython } from "../../testing/run-python.ts";

interface Language {
  readonly guest: () => Guest | Promise<Guest>;
  /** Program with the body of its handler and of its client. */
  readonly program: (handler: readonly string[], client: readonly string[]) => string;
  readonly write: string;
  readonly drain: string;
  readonly sleep: (seconds: number) => string;
  readonly read: (bytes: number) => string;
  readonly never: string;
}

const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join("\n");

const languages: Readonly<Record<string, Language>> = {
  python: {
    guest: bootPython,
    program: (handler, client) => `import asyncio
async def serve(reader, writer):
${indented(handler)}
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 8080)
    reader, writer = await asyncio.open_connection("127.0.0.1", 8080, limit=1000)
${indented(client)}
asyncio.run(main())
`,
    write: "for _ in range(30): writer.write(b'x' * 100_000)",
    drain: "await writer.drain()",
    sleep: (seconds) => `await asyncio.sleep(${seconds})`,
    read: (bytes) => `await reader.readexactly(${bytes})`,
    never: "await asyncio.Event().wait()",
  },
  typescript: {
    guest: () => new TypeScriptInNode(),
    program: (handler, client) => `import { Event, openConnection, run, sleep, startServer } from "asyncio";
const serve = async (_: any, writer: any) => {
${indented(handler)}
};
async function main() {
    const server = await startServer(serve, "127.0.0.1", 8080);
    const [reader, writer] = await openConnection("127.0.0.1", 8080, { limit: 1000 });
${indented(client)}
}
run(main());
`,
    write: "for (let i = 0; i < 30; i++) writer.write(new Uint8Array(100_000));",
    drain: "await writer.drain();",
    sleep: (seconds) => `await sleep(${seconds});`,
    read: (bytes) => `await reader.readExactly(${bytes});`,
    never: "await new Event().wait();",
  },
};

describe.each(Object.entries(languages))("in %s", (_, { guest, program, ...text }) => {
  const { write, drain, sleep, read, never } = text;

  async function found(handler: readonly string[], client: readonly string[]) {
    const { store } = recordProgram(await guest(), program(handler, client), 1);
    return store.warnings.all.filter(({ diagnosis }) => diagnosis === "undrainedWriter");
  }

  test("one that is over its mark is found once writing resumes", async () => {
    expect(await found([write], [sleep(1), read(3_000_000)])).toMatchObject([
      { line: 3, message: expect.stringMatching(/^The writer on line 3 adds \d,?\d{3},\d{3} bytes/) },
    ]);
  });

  test("and where it never resumes: as the program ends, and in a deadlock", async () => {
    const unread = [{ line: 3, message: expect.stringContaining("over its mark of 65,536 bytes") }];
    expect(await found([write], [sleep(1)])).toMatchObject(unread);
    expect(await found([write, sleep(5)], [sleep(1)])).toMatchObject(unread);
    expect(await found([write], [never])).toMatchObject(unread);
  });

  test("one that is drained is none, however much it writes before that", async () => {
    expect(await found([write, drain], [sleep(1)])).toEqual([]);
    expect(await found([write, drain], [never])).toEqual([]);
    expect(await found([write, sleep(0.5), drain], [sleep(1), read(3_000_000)])).toEqual([]);
  });

  test("nor is one that writes less than its mark over it", async () => {
    const little = write.replace("30", "8").replace("100_000", "20_000");
    expect(await found([little], [sleep(1)])).toEqual([]);
  });
});
