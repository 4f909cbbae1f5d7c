import type { Chapter } from "./example.ts";

/** Programs with the libraries that people use, as those are: in Python alone. Their recorded runs are in `recorded/`. */
export const withLibraries: Chapter = {
  title: "With libraries",
  entries: [
    {
      id: "livescore",
      title: "Livescore",
      summary: "Scores go through Redis to a web server, and from there to three fans, one of them slow.",
      libraries: ["aiohttp", "redis"],
    },
    {
      id: "crawler",
      title: "A crawler under a semaphore",
      summary: "Pages are fetched as their links are found, at most three of them at a time.",
      libraries: ["aiohttp"],
    },
    {
      id: "websocket-chat",
      title: "A chat over WebSockets",
      summary: "The chat room again: now each guest has a WebSocket, and the server broadcasts.",
      libraries: ["websockets"],
    },
    {
      id: "redis-queue",
      title: "A worker crashes, its job survives",
      summary: "Redis keeps a job that was taken on a second list until it is done, so a crash loses none.",
      libraries: ["redis"],
    },
    {
      id: "connection-pool",
      title: "A connection pool on PostgreSQL",
      summary: "Four guests book seats over two connections, each used by one guest at a time, in a thread.",
      libraries: ["pg8000"],
    },
    {
      id: "requests-or-aiohttp",
      title: "requests beside aiohttp",
      summary:
        "A call of requests stops the loop until the answer is there; one of aiohttp lets other tasks run.",
      libraries: ["requests", "aiohttp"],
    },
  ],
};
