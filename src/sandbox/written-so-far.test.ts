/** Files of a running program: the page gets them as they change, and the looks take a small part of the time. */
import { expect, test } from "vitest";
import { bootPython } from "../testing/run-python.ts";
import type { WrittenFiles } from "../share/file-bytes.ts";
import { WrittenSoFar } from "./written-so-far.ts";

/** Run a program with a look at each of its safepoints, and return the names and texts that were sent. */
async function sentOf(source: string): Promise<string[][]> {
  const guest = await bootPython();
  let now = 0;
  const sent: string[][] = [];
  const soFar = new WrittenSoFar(
    () => guest.written(),
    () => now,
    ({ files }) => sent.push(files.map(({ name, bytes }) => `${name}: ${new TextDecoder().decode(bytes)}`)),
  );
  const safepoint = () => {
    now += 1000;
    soFar.safepoint();
  };
  guest.run(source, { seed: 1, instrument: {}, safepoint });
  guest.tidy();
  return sent;
}

/** Python: a stretch with safepoints. */
const turns = `
def turns():
    for _ in range(100_000): pass
`;

test("what is flushed or closed is sent, once, while the program runs", async () => {
  const sent = await sentOf(`${turns}
with open("a.txt", "w") as file:
    file.write("one")
    turns()
    file.write(", two")
    file.flush()
    turns()
    turns()
turns()
open("b.txt", "w").close()
turns()
`);
  expect(sent).toEqual([["a.txt: "], ["a.txt: one, two"], ["a.txt: one, two", "b.txt: "]]);
});

test("the program does not see a look: no file's time changes", async () => {
  const source = `${turns}
import os, time
with open("a.txt", "w") as file:
    file.write("one")
before = os.stat("a.txt")
time.sleep(1)
turns()
print(os.stat("a.txt") == before)
`;
  const guest = await bootPython();
  let looks = 0;
  const texts: string[] = [];
  guest.run(source, {
    seed: 1,
    instrument: { outputWritten: (_time: number, _stream: string, text: string) => void texts.push(text) },
    safepoint: () => void (looks += guest.written().files.length),
  });
  guest.tidy();
  expect(looks).toBeGreaterThan(0);
  expect(texts.join("")).toBe("True\n");
});

test("the next look waits for fifty times what the last one took", () => {
  let [now, looks] = [0, 0];
  const none: WrittenFiles = { files: [], leftOut: 0 };
  const look = () => {
    looks++;
    now += 40;
    return none;
  };
  const soFar = new WrittenSoFar(
    look,
    () => now,
    () => expect.unreachable("there is no file"),
  );
  for (; now < 10_000; now++) soFar.safepoint();
  expect(looks).toBe(5);
});
