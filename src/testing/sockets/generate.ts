/**
 * Random programs with connections, whose order is determined: each step happens at a time of its own, `STEP` seconds after
 * the one before, and what it causes is over by then. Both sides of a connection read and print what they read.
 */
import { Twister } from "../threads/twister.ts";

/** Seconds between two steps. */
const STEP = 0.04;
const CONNECTIONS = 4;
const STEPS = 24;

const beginning = `
import asyncio, socket, struct, sys, time
HOST = "127.0.0.1"
def say(*values):
    print(*values, flush=True)
def name(error):
    return type(error).__name__
class Side:
    """One side of a connection."""
    def __init__(self, title, reader, writer):
        self.title, self.reader, self.writer = title, reader, writer
        self.task = asyncio.create_task(self.read())
    async def read(self):
        try:
            while data := await self.reader.read(100_000):
                say(self.title, "read", len(data))
            say(self.title, "end")
        except OSError as error:
            say(self.title, name(error))
        except asyncio.CancelledError:
            # At the end all are, in the order of a set.
            if not over:
                say(self.title, "cancelled")
    async def send(self, count):
        try:
            self.writer.write(b"x" * count)
            await self.writer.drain()
        except (OSError, RuntimeError) as error:
            say(self.title, "send", name(error))
    async def end(self):
        try:
            if not self.writer.is_closing():
                self.writer.write_eof()
        except (OSError, RuntimeError) as error:
            say(self.title, "end", name(error))
    async def close(self):
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except OSError as error:
            say(self.title, "close", name(error))
    async def abort(self):
        self.writer.transport.abort()
    async def reset(self):
        if not self.writer.is_closing():
            sock = self.writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.writer.transport.abort()
    async def cancel(self):
        self.task.cancel()
    async def wait(self, count):
        """Reads with a timeout, as soon as no other task reads."""
        if self.task.done():
            try:
                say(self.title, "waited", len(await asyncio.wait_for(self.reader.readexactly(count), ${STEP / 4})))
            except (TimeoutError, asyncio.TimeoutError):
                say(self.title, "late")
            except asyncio.IncompleteReadError as error:
                say(self.title, "short", len(error.partial))
            except OSError as error:
                say(self.title, "wait", name(error))
sides, over = {}, False
async def served(reader, writer):
    number = (await reader.readexactly(1)).decode()
    sides["server " + number] = Side("server " + number, reader, writer)
async def connect(number, port):
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
    except OSError as error:
        return say(number, name(error))
    writer.write(str(number).encode())
    sides["client " + str(number)] = Side("client " + str(number), reader, writer)
async def act(title, action, *args):
    if title in sides:
        await getattr(sides[title], action)(*args)
async def main():
    server = await asyncio.start_server(served, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    begun = time.monotonic()
    async def step(slot, action):
        await asyncio.sleep(max(0, begun + slot * ${STEP} - time.monotonic()))
        await action()
    async with asyncio.TaskGroup() as group:
`;

const end = `
    await asyncio.sleep(${STEP})
    global over
    over = True
    say(sorted(sides))
    server.close()
asyncio.run(main())
`;

/** The source of the program of a seed. */
export function generate(seed: number): string {
  const random = new Twister(seed);
  const steps: string[] = [];
  const opened: number[] = [];
  const closeAt = random.below(3) === 0 ? 8 + random.below(STEPS - 8) : STEPS + 1;
  for (let slot = 1; slot <= STEPS; slot++) {
    steps.push(
      `        group.create_task(step(${slot}, lambda: ${actionOf(random, slot, opened, closeAt)}))`,
    );
  }
  return beginning + steps.join("\n") + end;
}

function actionOf(random: Twister, slot: number, opened: number[], closeAt: number): string {
  if (slot === closeAt) return "asyncio.sleep(0, server.close())";
  const next = opened.length + 1;
  if (opened.length === 0 || (next <= CONNECTIONS && random.below(4) === 0)) {
    opened.push(next);
    return `connect(${next}, port)`;
  }
  const number = opened[random.below(opened.length)] as number;
  const title = `"${random.below(2) === 0 ? "client" : "server"} ${number}"`;
  const actions = [
    ...Array<string>(5).fill(`"send", ${1 + random.below(5000)}`),
    '"end"',
    '"end"',
    '"close"',
    '"abort"',
    '"reset"',
    '"cancel"',
    `"wait", ${1 + random.below(4000)}`,
    `"wait", ${1 + random.below(4000)}`,
  ];
  return `act(${title}, ${actions[random.below(actions.length)]})`;
}
