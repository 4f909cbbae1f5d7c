/** Sentences that are shown while the network of a run plays. */
import { expect, test } from "vitest";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { tell } from "../beat-sentence.ts";
import { plainText } from "../narration.ts";
import { TraceStore } from "../trace-store.ts";

/** Return the sentences of a text trace's passages. */
function told(text: string): string[] {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  const { beats } = store;
  const sentences: string[] = [];
  for (let first = 0; first < beats.count;) {
    let last = first;
    while (last + 1 < beats.count && beats.position(last + 1) > 0) last++;
    sentences.push(plainText(tell(store, first, last)));
    first = last + 1;
  }
  return sentences;
}

const open = `
  taskCreated A name=client; taskCreated B name=echo; endpointOpened 1 type=tcp; listeningStarted 1 address=127.0.0.1:80
  endpointOpened 2 type=tcp task=1; connectionRequested 2 address=127.0.0.1:80; endpointOpened 3 type=tcp task=0
  connectionOpened 2 3; loopStarted; handleScheduled 1 A; iterationStarted ready=1; handleStarted 1 A; taskStepped A`;

test("an exchange of bytes reads as cause and effect", () => {
  const sentences = told(`
    ${open}; bytesSent 2 bytes=5 task=1; bytesDeparted 2 bytes=5 arrival=0.25; taskSuspended A 1 reason=read on=2; handleEnded 1 A
    @0.25; clockAdvanced from=0; bytesArrived 3 bytes=5; endpointReady 3 ready=read
    handleScheduled 2 name=_read_ready; iterationStarted ready=1; handleStarted 2 name=_read_ready; bytesRead 3 bytes=5
    handleScheduled 3 B; handleEnded 2 name=_read_ready
  `);
  expect(sentences.slice(-3)).toEqual([
    "client sends 5 bytes to server :80 and waits for an answer.",
    "0.25 s later, 5 bytes arrive at server :80 from client.",
    "Server :80 reads 5 bytes from client and wakes echo.",
  ]);
});

test("packets that arrive one after the other at one place are one sentence", () => {
  const packets = (count: number) =>
    Array.from(
      { length: count },
      (_, i) =>
        `@${0.25 + 0.125 * i}; clockAdvanced from=${i === 0 ? 0 : 0.125 + 0.125 * i}; bytesArrived 3 bytes=100`,
    ).join(";");
  const sentences = told(`${open}; bytesSent 2 bytes=300 task=1; handleEnded 1 A; ${packets(3)}`);
  expect(sentences.at(-1)).toBe("0.5 s later, 300 bytes arrive at server :80 from client.");
});

test("bookkeeping is a part of the passage before it, and the end of a stream wakes its reader", () => {
  const sentences = told(`
    ${open}; taskSuspended A 1 reason=read on=2; handleEnded 1 A
    @0.25; clockAdvanced from=0; endArrived 2; endpointReady 2 ready=read
    handleScheduled 2 name=BaseSelectorEventLoop._sock_write_done
    handleScheduled 3 name=_SelectorSocketTransport._read_ready; iterationStarted ready=2
    handleStarted 2 name=BaseSelectorEventLoop._sock_write_done
    handleEnded 2 name=BaseSelectorEventLoop._sock_write_done
    handleStarted 3 name=_SelectorSocketTransport._read_ready; futureDone 1; handleScheduled 4 A
    handleEnded 3 name=_SelectorSocketTransport._read_ready
  `);
  expect(sentences.slice(-2)).toEqual([
    "0.25 s later, the end of server :80's stream arrives at client.",
    "The end of server :80's stream wakes client.",
  ]);
});

test("callbacks that do the same at several connections are one sentence about all of them", () => {
  const read = (handle: number, endpoint: number) => `
    handleStarted ${handle} name=_SelectorSocketTransport._read_ready; bytesRead ${endpoint} bytes=5
    handleEnded ${handle} name=_SelectorSocketTransport._read_ready`;
  const sentences = told(`
    ${open}; handleEnded 1 A; endpointOpened 4 type=tcp task=2; connectionRequested 4 address=127.0.0.1:80
    endpointOpened 5 type=tcp task=0; connectionOpened 4 5; iterationStarted ready=2; ${read(2, 3)}; ${read(3, 5)}
  `);
  expect(sentences.at(-1)).toBe("Server :80 reads 10 bytes from 2 connections.");
});
