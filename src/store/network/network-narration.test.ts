/** Sentences about single events of the network. */
import { expect, test } from "vitest";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { narrate, plainText } from "../narration.ts";
import { TraceStore } from "../trace-store.ts";

/** Return the sentences of the last events of a text trace. */
function sentences(text: string, count: number): string[] {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return Array.from({ length: count }, (_, at) => {
    const index = store.length - count + at;
    return plainText(narrate(store.trace.event(index), store.stateAt(index)));
  });
}

const accepted = `
  taskCreated A name=client; endpointOpened 1 type=tcp; listeningStarted 1 address=127.0.0.1:80
  endpointOpened 2 type=tcp task=1; connectionRequested 2 address=127.0.0.1:80; endpointOpened 3 type=tcp task=0
  connectionOpened 2 3; connectionQueued 1 peer=3 waiting=1`;

test("one connection still waits, two still wait", () => {
  expect(sentences(`${accepted}; connectionAccepted 1 peer=3 waiting=1`, 1)).toEqual([
    "Server :80 accepts the connection of client; 1 still waits.",
  ]);
  expect(sentences(`${accepted}; connectionAccepted 1 peer=3 waiting=2`, 1)).toEqual([
    "Server :80 accepts the connection of client; 2 still wait.",
  ]);
});

test("the task that accepts a connection names the server and the client that it waits for", () => {
  const accepts = `taskCreated B name=Task-7 coroutine=BaseSelectorEventLoop._accept_connection2; loopStarted
    handleScheduled 1 B; iterationStarted ready=1; handleStarted 1 B; taskStepped B`;
  const text = `${accepted}; connectionAccepted 1 peer=3 waiting=0; ${accepts}; taskSuspended B reason=connect on=3`;
  expect(sentences(text, 1)).toEqual(["accept · 7 waits for server :80's connection to client."]);
});

test("a buffer that grows while writing is paused says that it still is", () => {
  const paused = "writingPaused 3 bytes=70000 mark=65536; writingPaused 3 bytes=140000 mark=65536";
  expect(sentences(`${accepted}; ${paused}`, 2)).toEqual([
    "70,000 bytes wait for client: writing is paused.",
    "140,000 bytes wait for client: writing is still paused.",
  ]);
});
