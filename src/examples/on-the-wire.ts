import type { Chapter } from "./example.ts";

/** Programs that talk over the simulated network, and with processes. */
export const onTheWire: Chapter = {
  title: "On the wire",
  entries: [
    {
      id: "echo",
      title: "Echo, both sides",
      summary: "A client and a server in one program talk over a connection of the simulated network.",
    },
    {
      id: "many-clients",
      title: "Eight clients and a semaphore",
      summary: "A semaphore lets four clients in at a time: the server never has more connections.",
    },
    {
      id: "chat",
      title: "A chat room",
      summary: "The server passes each line to everyone in the room, who read it when they want to.",
    },
    {
      id: "slow-reader",
      title: "A slow reader slows the writer",
      summary: "The writer is paused when its buffer is full, and resumed when the reader has read.",
    },
    {
      id: "udp-retry",
      title: "UDP: lost, and asked again",
      summary: "Datagrams get lost here: the client waits for an answer, and asks again when none comes.",
      network: { "localhost.latency": 0.1, "localhost.loss": 0.56 },
    },
    {
      id: "half-close",
      title: "Half-close: the end is a message",
      summary:
        "The client ends its side, so that the server knows it has everything, and still gets the answer.",
    },
    {
      id: "start-tls",
      title: "From plain text to TLS",
      summary: "Both sides upgrade their connection to TLS, here simulated, before the password is sent.",
    },
    {
      id: "own-server",
      title: "A blocking call to one's own server",
      summary:
        "A blocking urlopen() stops the loop that should answer it; from a thread the same call works.",
    },
    {
      id: "shutdown",
      title: "Ctrl-C, and a server says goodbye",
      summary: "A signal handler ends the server's task, which tells its client before it closes.",
    },
    {
      id: "pipeline",
      title: "A pipeline of three processes",
      summary: "Three commands are joined by pipes: each reads what the one before it writes.",
    },
    {
      id: "terminated-worker",
      title: "A worker that is terminated",
      summary: "A worker in a process of its own takes too long, and gets SIGTERM.",
    },
    {
      id: "child-lines",
      title: "Lines of a child process",
      summary: "A shell writes three lines, with pauses; a task reads each as it comes.",
    },
    {
      id: "python-child",
      title: "Python starts Python",
      summary: "A child process runs a program of its own: two event loops, joined by two pipes.",
    },
  ],
};
