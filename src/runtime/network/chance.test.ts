/** Chance on the network: jitter, loss, and random conversations, the same for the same seed. */
import { describe, expect, test } from "vitest";
import { actor, World } from "../../testing/network/world.ts";
import { randomStream } from "./random-stream.ts";

const local = (latency: number, bandwidth = 0) => ({ localhost: { latency, bandwidth } });

describe("chance", () => {
  const lossy = { latency: 0.01, jitter: 0.01, loss: 0.3, reordering: 0.2, duplication: 0.2 };

  /** Send 40 datagrams, and 40 pieces of a stream, over a bad link; return what was received and the events. */
  function badLink(seed: number) {
    const world = new World({ localhost: lossy }, seed);
    const [client, server] = world.connection();
    const [from, to] = [world.udp(), world.udp()];
    to.bind({ host: "127.0.0.1", port: 5000 }, actor);
    for (let i = 0; i < 40; i++) {
      from.sendTo(new Uint8Array([i]), { host: "127.0.0.1", port: 5000 }, actor);
      client.send(new Uint8Array([i]), actor);
      world.run(world.clock.time() + 0.005);
    }
    world.run();
    const datagrams: number[] = [];
    for (const target = new Uint8Array(1); to.receive(target, actor) > 0;)
      datagrams.push(target[0] as number);
    const stream = new Uint8Array(100);
    return {
      datagrams,
      stream: [...stream.subarray(0, server.receive(stream, actor))],
      events: world.events(),
    };
  }

  test("the same seed gives the same run", () => {
    expect(badLink(7)).toEqual(badLink(7));
    expect(badLink(7).events).not.toEqual(badLink(8).events);
  });

  test("datagrams get lost, overtake each other and arrive twice; a stream is whole and in order", () => {
    const { datagrams, stream, events } = badLink(7);
    const lost = events.filter((event) => event.includes("datagramLost")).length;
    expect(lost).toBeGreaterThan(5);
    expect(new Set(datagrams).size).toBeLessThan(datagrams.length);
    expect(datagrams).not.toEqual([...datagrams].sort((a, b) => a - b));
    expect(stream).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  test("a link without chance draws no random number", () => {
    const world = new World(local(0.1), 1);
    const draws: number[] = [];
    const { random } = world.network.kernel;
    const expected = new World(local(0.1), 1).network.kernel.random();
    world.connection();
    draws.push(random());
    expect(draws).toEqual([expected]);
  });
});

describe("random conversations", () => {
  /** Let two ends write, read, end and close at random moments over a bad link; return what each sent and read. */
  function converse(seed: number) {
    const random = randomStream(seed);
    const pick = (count: number) => Math.floor(random() * count);
    const world = new World(
      {
        localhost: {
          latency: [0, 0.001, 0.03][pick(3)] as number,
          jitter: [0, 0.02][pick(2)] as number,
          bandwidth: [0, 20_000][pick(2)] as number,
          loss: [0, 0.1][pick(2)] as number,
        },
        sendBuffer: 500,
        receiveBuffer: 700,
      },
      seed,
    );
    const ends = world
      .connection()
      .map((socket) => ({ socket, sent: [] as number[], read: [] as number[], isOver: false }));
    let next = 0;
    const read = (end: (typeof ends)[number], most: number) => {
      const target = new Uint8Array(most);
      const count = end.socket.receive(target, actor);
      end.read.push(...target.subarray(0, Math.max(0, count)));
      return count;
    };
    for (let i = 0; i < 200; i++) {
      const end = ends[pick(2)] as (typeof ends)[number];
      const bytes = Uint8Array.from({ length: pick(600) }, () => next++ & 255);
      if (pick(3) === 0) read(end, 1 + pick(400));
      else if (!end.isOver) {
        const count = end.socket.send(bytes, actor);
        end.sent.push(...bytes.subarray(0, Math.max(0, count)));
        if (pick(60) === 0) end.isOver = end.socket.shutdown(1, actor) === 0;
      }
      for (const { socket } of ends) expect(socket.room).toBeGreaterThanOrEqual(0);
      world.run(world.clock.time() + pick(3) * 0.01);
    }
    for (const { socket, isOver } of ends) if (!isOver) socket.shutdown(1, actor);
    for (const end of [...ends, ...ends]) {
      for (let count = 1; count !== 0; count = read(end, 1000)) world.run();
    }
    return { ends, world };
  }

  test("what one end sends the other reads, whole and in order, then the end; nothing is left over", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { ends, world } = converse(seed);
      const [one, other] = ends as [(typeof ends)[0], (typeof ends)[0]];
      expect(other.read, `seed ${seed}`).toEqual(one.sent);
      expect(one.read, `seed ${seed}`).toEqual(other.sent);
      expect(world.network.nextTime()).toBe(Infinity);
      expect(world.network.kernel.buffered.bytes).toBe(0);
    }
  });

  test("the same seed gives the same events", () => {
    for (let seed = 1; seed <= 5; seed++) {
      expect(converse(seed).world.events()).toEqual(converse(seed).world.events());
    }
  });
});
