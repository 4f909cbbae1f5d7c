import type { Tours } from "../example.ts";

/** Tours of the chapter "With libraries". */
export const withLibrariesTours: Tours = {
  livescore: [
    {
      kind: "connectionAccepted",
      caption: "Three fans ask for the page. aiohttp's server creates tasks for each of them.",
    },
    {
      kind: "outputWritten",
      text: "fetcher: 1:0",
      caption: "A fetcher publishes the first score to Redis. It knows neither the server nor the fans.",
    },
    {
      kind: "bytesSent",
      of: "Task-11",
      caption: "Redis passes it on to three tasks of the server, and each writes it to its fan.",
    },
    {
      kind: "outputWritten",
      text: "Bob reads 1:1",
      caption: "Ada and Bob have the next score. Eve is slow: hers has arrived, and waits in page.content.",
    },
    {
      kind: "outputWritten",
      text: "Bob reads 2:1",
      caption: "Eve is two scores behind now, and no one else had to wait for her.",
    },
    {
      kind: "outputWritten",
      text: "Eve reads 2:1",
      caption: "Eve has it all, in order. One thread did everything, and it mostly waited.",
    },
  ],
  crawler: [
    {
      kind: "nameResolved",
      caption: "aiohttp asks for the address of example.com, which is simulated here, and connects.",
    },
    {
      kind: "taskCreated",
      of: "page-4",
      caption: "The first page has three links. Each gets a task in the group.",
    },
    {
      kind: "resourceWaited",
      caption: "Three fetch a page: the semaphore has no permit left, and the next waits in line.",
    },
    {
      kind: "outputWritten",
      text: "200 /page/2 ",
      caption: "A page that is done releases its permit, and aiohttp uses its connection again.",
    },
    {
      kind: "outputWritten",
      text: "12 pages",
      caption: "All twelve pages in 1.3 s, over three connections. One at a time they would take 2.1 s.",
    },
  ],
  "websocket-chat": [
    {
      kind: "bytesSent",
      of: "Ada",
      caption: "A WebSocket begins as an HTTP request that asks for an upgrade.",
    },
    {
      kind: "outputWritten",
      text: "Ada hears: Ada",
      caption: "Ada's message came back to her: broadcast() sends it to everyone in the room.",
    },
    {
      kind: "outputWritten",
      text: "Bob hears: Ada",
      caption: "Bob's connection has kept her message for a second, until he read it.",
    },
    {
      kind: "outputWritten",
      text: "Ada hears: Bob",
      caption: "The server sent this one by itself. No guest has to ask for news.",
    },
    {
      kind: "outputWritten",
      text: "Ada hears: Eve",
      caption: "Ada has heard all three and closes: a close frame in each direction, then the end.",
    },
  ],
  "redis-queue": [
    {
      kind: "outputWritten",
      text: "Ada takes A",
      caption: "BLMOVE takes a job and notes it on Ada's own list, in one step.",
    },
    {
      kind: "outputWritten",
      text: "Ada has done A",
      caption: "The job is done, and only now taken off her list. A crash before that loses nothing.",
    },
    {
      kind: "outputWritten",
      text: "Ada crashes",
      caption: "Ada crashes in the middle of job C. It is neither done nor in the queue.",
    },
    {
      kind: "outputWritten",
      text: "C is found",
      caption: "But it is still on Ada's list, from where it goes back into the queue.",
    },
    {
      kind: "outputWritten",
      text: "Bob takes C",
      caption: "Bob does it in the end. A job may be begun twice, so it must bear that.",
    },
  ],
  "connection-pool": [
    {
      kind: "connectionRequested",
      caption: "pg8000 is a blocking client. It connects in a thread, so the loop stays free.",
    },
    {
      kind: "outputWritten",
      text: "Bob has a connection",
      caption: "Ada and Bob take the two connections. The pool is empty: Cyd and Eve wait for one.",
    },
    {
      kind: "outputWritten",
      text: "Ada has seat",
      caption: "Both queries took half a second, side by side in two threads. Ada returns her connection.",
    },
    {
      kind: "outputWritten",
      text: "Cyd has none",
      caption:
        "Bob has that seat: PostgreSQL refuses the row. The connection works on, and returns to the pool.",
    },
    {
      kind: "outputWritten",
      text: "[[",
      caption: "Three seats in one second. More guests would wait in line, and PostgreSQL has two to serve.",
    },
  ],
  "requests-or-aiohttp": [
    {
      kind: "outputWritten",
      text: "tick",
      caption: "A ticker shows that the loop is free: twice a second it gets its turn.",
    },
    {
      kind: "connectionRequested",
      caption: "requests.get() is a blocking call. Until the answer is there, the loop stands still.",
    },
    {
      kind: "outputWritten",
      text: "requests: 2",
      caption: "gather() did not help: one request after the other, and no tick for two seconds.",
    },
    {
      kind: "connectionRequested",
      caption: "Now the same with aiohttp. Each task waits for its answer, and the loop keeps running.",
    },
    {
      kind: "outputWritten",
      text: "aiohttp: 1",
      caption: "Both answers in one second, and the ticker has not missed a tick.",
    },
  ],
};
