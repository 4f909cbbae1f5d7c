/** Writes a random program with streams in both languages: the same calls in the same order. */
import type { Action, ConnectionProgram, Deed } from "./program.ts";

const pythonStart = (limit: number, hasTls: boolean) => `import asyncio, ssl
HOST, LIMIT = "127.0.0.1", ${limit}
# A stream is closed as its last reference goes: not in TypeScript.
kept, count = [], 0
async def act(name, what, awaitable, timeout=None):
    try:
        result = await (awaitable if timeout is None else asyncio.wait_for(awaitable, timeout))
        print(name, what, "done" if result is None else len(result))
    except asyncio.CancelledError:
        print(name, what, "cancelled")
        raise
    except Exception as error:
        # A method of None: TypeScript calls it TypeError.
        print(name, what, type(error).__name__.replace("Attribute", "Type"))
async def send(writer, size, drains):
    writer.write(b"\\n" + b"x" * (size - 1))
    if drains:
        await writer.drain()
async def call(function):
    function()
def tls():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain("cert.pem")
    return context
async def open_one():
    streams = await asyncio.open_connection(HOST, 8000, limit=LIMIT${hasTls ? ", ssl=True" : ""})
    kept.append(streams)
    return streams
`;

const typescriptStart = (limit: number, hasTls: boolean) => `import {
  CancelledError, createDefaultContext, createTask, openConnection, print, run, sleep, startServer, wait, waitFor,
  type StreamReader, type StreamWriter, type Streams,
} from "asyncio";
const [HOST, LIMIT] = ["127.0.0.1", ${limit}] as const;
let count = 0;
async function act(name: string, what: string, awaitable: Promise<any>, timeout: number | null = null) {
  try {
    const result = await (timeout === null ? awaitable : waitFor(awaitable, timeout));
    print(name, what, result === undefined ? "done" : result.length);
  } catch (error) {
    if (error instanceof CancelledError) {
      print(name, what, "cancelled");
      throw error;
    }
    print(name, what, (error as Error).name);
  }
}
async function send(writer: StreamWriter, size: number, drains: boolean) {
  writer.write("\\n" + "x".repeat(size - 1));
  if (drains) await writer.drain();
}
async function call(work: () => void) {
  work();
}
function tls() {
  const context = createDefaultContext("clientAuth");
  context.loadCertChain("cert.pem");
  return context;
}
async function openOne(): Promise<Streams> {
  return await openConnection(HOST, 8000, { limit: LIMIT${hasTls ? ", ssl: true" : ""} });
}
`;

/** Return the text of a program in Python. */
export function toPython({ clients, handlers, deeds, limit, hasTls }: ConnectionProgram): string {
  const body = (actions: readonly Action[]) =>
    actions.map((action) => `    ${pythonAction(action)}\n`).join("");
  const parts = [
    pythonStart(limit, hasTls),
    ...handlers.map((actions, i) => `async def handle_${i}(name, reader, writer):\n${body(actions)}`),
    `HANDLERS = [${handlers.map((_, i) => `handle_${i}`).join(", ")}]
async def serve(reader, writer):
    global count
    count += 1
    kept.append((reader, writer))
    await HANDLERS[min(count, len(HANDLERS)) - 1](f"server {count}", reader, writer)
`,
    ...clients.map(
      ({ starts, actions }, i) => `async def client_${i}():
    name = "client ${i}"
    await asyncio.sleep(${starts})
    try:
        reader, writer = await open_one()
    except OSError as error:
        return print(name, type(error).__name__)
${body(actions)}`,
    ),
    `async def main():
    server = await asyncio.start_server(serve, HOST, 8000, limit=LIMIT${hasTls ? ", ssl=tls()" : ""})
    tasks = [${clients.map((_, i) => `asyncio.create_task(client_${i}(), name="client ${i}")`).join(", ")}]
${deeds.map((deed) => `    await asyncio.sleep(${deed.after})\n    ${pythonDeed(deed)}\n`).join("")}    await asyncio.wait(tasks, timeout=20)
    print("over")
    server.close()
    await act("main", "closed", server.wait_closed(), 5)
asyncio.run(main())
`,
  ];
  return parts.join("");
}

function pythonAction(action: Action): string {
  const act = (what: string, call: string, timeout: number | null = null) =>
    `await act(name, "${what}", ${call}${timeout === null ? "" : `, ${timeout}`})`;
  switch (action.do) {
    case "send":
      return act("send", `send(writer, ${action.bytes}, ${action.drains ? "True" : "False"})`);
    case "read":
    case "readexactly":
      return act(action.do, `reader.${action.do}(${action.bytes})`, action.timeout);
    case "readline":
      return act(action.do, "reader.readline()", action.timeout);
    case "sleep":
      return `await asyncio.sleep(${action.seconds})`;
    case "end":
      return act("end", "call(writer.write_eof)");
    case "close":
      return act("close", "call(writer.close)");
    case "abort":
      return act("abort", "call(writer.transport.abort)");
    case "wait":
      return act("wait", "writer.wait_closed()", 1);
  }
}

function pythonDeed({ does }: Deed): string {
  if (typeof does === "object") return `tasks[${does.cancel}].cancel()`;
  return {
    close: "server.close()",
    closeClients: "server.close_clients()",
    abortClients: "server.abort_clients()",
  }[does];
}

/** Return the text of a program in TypeScript. */
export function toTypeScript({ clients, handlers, deeds, limit, hasTls }: ConnectionProgram): string {
  const body = (actions: readonly Action[]) =>
    actions.map((action) => `  ${typescriptAction(action)}\n`).join("");
  const parts = [
    typescriptStart(limit, hasTls),
    ...handlers.map(
      (actions, i) =>
        `async function handle${i}(name: string, reader: StreamReader, writer: StreamWriter) {\n${body(actions)}}\n`,
    ),
    `const HANDLERS = [${handlers.map((_, i) => `handle${i}`).join(", ")}];
async function serve(reader: StreamReader, writer: StreamWriter) {
  count += 1;
  await HANDLERS[Math.min(count, HANDLERS.length) - 1]!(\`server \${count}\`, reader, writer);
}
`,
    ...clients.map(
      ({ starts, actions }, i) => `async function client${i}() {
  const name = "client ${i}";
  await sleep(${starts});
  let streams: Streams;
  try {
    streams = await openOne();
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return print(name, (error as Error).name);
  }
  const [reader, writer] = streams;
${body(actions)}}
`,
    ),
    `async function main() {
  const server = await startServer(serve, HOST, 8000, { limit: LIMIT${hasTls ? ", ssl: tls()" : ""} });
  const tasks = [${clients.map((_, i) => `createTask(client${i}(), { name: "client ${i}" })`).join(", ")}];
${deeds.map((deed) => `  await sleep(${deed.after});\n  ${typescriptDeed(deed)};\n`).join("")}  await wait(tasks, { timeout: 20 });
  print("over");
  server.close();
  await act("main", "closed", server.waitClosed(), 5);
}
run(main());
`,
  ];
  return parts.join("");
}

function typescriptAction(action: Action): string {
  const act = (what: string, call: string, timeout: number | null = null) =>
    `await act(name, "${what}", ${call}${timeout === null ? "" : `, ${timeout}`});`;
  switch (action.do) {
    case "send":
      return act("send", `send(writer, ${action.bytes}, ${action.drains})`);
    case "read":
    case "readexactly":
      return act(action.do, `reader.${action.do}(${action.bytes})`, action.timeout);
    case "readline":
      return act(action.do, "reader.readline()", action.timeout);
    case "sleep":
      return `await sleep(${action.seconds});`;
    case "end":
      return act("end", "call(() => writer.writeEof())");
    case "close":
      return act("close", "call(() => writer.close())");
    case "abort":
      return act("abort", "call(() => writer.transport.abort())");
    case "wait":
      return act("wait", "writer.waitClosed()", 1);
  }
}

function typescriptDeed({ does }: Deed): string {
  return typeof does === "object" ? `tasks[${does.cancel}]!.cancel()` : `server.${does}()`;
}
