/**
 * `REDIS_SERVER=/usr/bin/redis-server npm run test:redis`: record in `native.json` what a real Redis replies to the scenarios. The
 * server listens on a port of 127.0.0.1 for as long as that takes, and keeps nothing.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { comparable, MARK, MARKING, type Replies, requestOf, type Scenario, scenarios } from "./corpus.ts";

const PORT = 16_399;

class Client {
  text = "";
  #waiting: (() => void) | null = null;

  constructor(readonly socket: Socket) {
    socket.on("data", (bytes) => {
      this.text += bytes.toString("latin1");
      this.#waiting?.();
    });
  }

  static async open(): Promise<Client> {
    for (let tries = 0; ; tries++) {
      const socket = connect(PORT, "127.0.0.1");
      const opened = await new Promise<boolean>((resolve) => {
        socket.once("connect", () => resolve(true));
        socket.once("error", () => resolve(false));
      });
      if (opened) return new Client(socket);
      if (tries > 100) throw new Error("the server does not listen");
      await wait(50);
    }
  }

  async until(isThere: (text: string) => boolean): Promise<void> {
    while (!isThere(this.text)) await new Promise<void>((resolve) => (this.#waiting = resolve));
  }

  send(words: readonly string[]): void {
    this.socket.write(requestOf(words), "latin1");
  }

  /** Send a command, and wait until its reply has come: it grows, and ends a line. */
  async ask(words: readonly string[]): Promise<void> {
    const { length } = this.text;
    this.send(words);
    await this.until((text) => text.length > length && text.endsWith("\r\n"));
    await wait(2);
  }
}

async function record({ steps }: Scenario, control: Client): Promise<Record<string, string>> {
  await control.ask(["FLUSHALL"]);
  const clients = new Map<string, Client>();
  for (const { client: name, words, blocks, sleep } of steps) {
    if (sleep > 0) {
      await wait(1000 * sleep);
      continue;
    }
    const client = clients.get(name) ?? (await Client.open());
    clients.set(name, client);
    if (!blocks) await client.ask(words);
    else {
      client.send(words);
      await wait(20);
    }
  }
  const all: Record<string, string> = {};
  for (const [name, client] of clients) {
    client.send(MARKING);
    await client.until((text) => text.includes(MARK));
    await wait(2);
    client.socket.destroy();
    all[name] = comparable(client.text);
  }
  return all;
}

/** Run the command; return the exit status. */
export async function main(): Promise<number> {
  const server = spawn(process.env["REDIS_SERVER"] ?? "redis-server", [
    ...["--port", String(PORT), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
  ]);
  const replies: Replies = {};
  try {
    const control = await Client.open();
    for (const scenario of scenarios) replies[scenario.name] = await record(scenario, control);
    control.socket.destroy();
  } finally {
    server.kill();
  }
  writeFileSync(new URL("native.json", import.meta.url), `${JSON.stringify(replies, null, 1)}\n`);
  process.stdout.write(`${scenarios.length} scenarios recorded\n`);
  return 0;
}
