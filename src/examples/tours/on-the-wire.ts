import type { Tours } from "../example.ts";

/** Tours of the chapter "On the wire". */
export const onTheWireTours: Tours = {
  echo: [
    {
      kind: "connectionRequested",
      of: "Task-1",
      caption: "The client asks for a connection to port 8888.",
    },
    {
      kind: "taskSuspended",
      of: "Task-1",
      text: "read",
      caption: "It has sent its first line, and now waits for an answer.",
    },
    {
      kind: "connectionAccepted",
      caption: "The listen queue held the connection until the server's loop took it.",
    },
    {
      kind: "outputWritten",
      text: "server reads",
      caption: "A task of its own serves this client: it has read the line.",
    },
    {
      kind: "outputWritten",
      text: "client reads",
      caption: "The answer took a tenth of a millisecond on the wire, and woke the client.",
    },
  ],
  "many-clients": [
    {
      kind: "resourceWaited",
      caption: "Four clients have a permit. The others wait without a connection.",
    },
    {
      kind: "connectionAccepted",
      caption: "Four connections wait in the listen queue. The loop accepts all of them at once.",
    },
    {
      kind: "connectionRequested",
      of: "E",
      caption: "A client has closed its connection and released its permit: the next one may ask.",
    },
  ],
  chat: [
    {
      kind: "taskCreated",
      of: "Task-6",
      caption: "The server creates a task for each guest, which reads that guest's lines.",
    },
    {
      kind: "bytesSent",
      of: "Task-6",
      caption: "Ada's line goes to everyone in the room: one write for each of them.",
    },
    {
      kind: "outputWritten",
      text: "Bob hears",
      caption: "Bob's stream has kept Ada's line for a second, until he read it.",
    },
    {
      kind: "outputWritten",
      text: "Eve hears",
      caption: "Eve speaks last, and then finds both earlier lines in her stream.",
    },
    {
      kind: "endArrived",
      caption: "A guest leaves: the end of the stream ends the loop in serve().",
    },
  ],
  "slow-reader": [
    {
      kind: "writingPaused",
      caption: "100,000 bytes are more than the buffer's high-water mark: the transport pauses the writer.",
    },
    {
      kind: "taskSuspended",
      text: "drain",
      caption: "So drain() waits. Without it, the buffer would only grow.",
    },
    {
      kind: "writingResumed",
      caption: "The buffer has emptied below its low-water mark: drain() returns, and the next part follows.",
    },
    {
      kind: "readingPaused",
      caption: "The reader sleeps and its own buffer is full: its transport stops reading from the wire.",
    },
    {
      kind: "readingResumed",
      caption: "The reader has read. Its transport reads again, which makes room for the writer.",
    },
  ],
  "udp-retry": [
    {
      kind: "datagramSent",
      of: "Task-1",
      caption: "UDP sends without a connection, and nothing confirms that it arrives.",
    },
    {
      kind: "outputWritten",
      text: "server hears",
      caption: "The server has the question. But its answer falls off the wire.",
    },
    {
      kind: "outputWritten",
      text: "no answer in 0.5",
      caption: "The client cannot know which of the two was lost. It asks again.",
    },
    {
      kind: "datagramLost",
      caption: "Now the question is lost on the way. The server never learns of it.",
    },
    {
      kind: "outputWritten",
      text: "b'pong'",
      caption: "The third attempt arrives, both ways. Each time the client has waited twice as long.",
    },
  ],
  "half-close": [
    {
      kind: "bytesSent",
      of: "Task-1",
      caption: "The client sends a number every 0.2 s. The server cannot know how many will come.",
    },
    {
      kind: "taskSuspended",
      text: "read",
      caption: "read() without a number of bytes waits for the end of the stream.",
    },
    {
      kind: "endSent",
      caption: "write_eof() ends this side of the connection. The other side stays open.",
    },
    {
      kind: "endArrived",
      caption: "The end arrives at the server: now read() returns all three numbers.",
    },
    {
      kind: "outputWritten",
      text: "the sum",
      caption: "The answer came back through the half that was still open.",
    },
  ],
  "start-tls": [
    {
      kind: "bytesSent",
      of: "Task-1",
      caption: "The client asks for TLS. So far everyone on the wire can read along.",
    },
    {
      kind: "outputWritten",
      text: "client reads b'go",
      caption: "The server agrees, and has begun its side: it waits for the client's hello.",
    },
    {
      kind: "handshakeStarted",
      caption: "start_tls() puts TLS between the stream and the socket: the client says hello.",
    },
    {
      kind: "handshakeFinished",
      caption: "One round trip later the client has checked the server's certificate.",
    },
    {
      kind: "bytesSent",
      of: "Task-1",
      caption: "The password is sent as a TLS record. This TLS is simulated, so you can read it.",
    },
    {
      kind: "outputWritten",
      text: "client reads b'welcome",
      caption: "Reader and writer are still the same two objects, before and after.",
    },
  ],
  "own-server": [
    {
      kind: "connectionRequested",
      of: "Task-1",
      caption: "urlopen() is a blocking call: while it waits, the loop stands still.",
    },
    {
      kind: "bytesArrived",
      caption: "The request has arrived, but the server runs on the loop that is blocked.",
    },
    {
      kind: "outputWritten",
      text: "blocked the loop",
      caption: "The server could not answer. After two seconds urlopen() gives up.",
    },
    {
      kind: "threadStarted",
      caption: "Now a worker thread makes the same call, and the loop is free.",
    },
    {
      kind: "outputWritten",
      text: "from a thread",
      caption: "The server answers at once.",
    },
  ],
  shutdown: [
    {
      kind: "outputWritten",
      text: "client reads b'tick",
      caption: "The server sends a tick every second.",
    },
    {
      kind: "signalRaised",
      caption: "After 2.5 s Ctrl-C is pressed. The loop has a handler for it: it sets a future.",
    },
    {
      kind: "bytesSent",
      caption: "The future wakes the server's task, which sends a last word.",
    },
    {
      kind: "outputWritten",
      text: "client reads b'bye",
      caption: "The client gets it, and then the end of the stream. Nothing was lost.",
    },
  ],
  pipeline: [
    {
      kind: "processStarted",
      text: "seq",
      caption: "seq will write into a pipe. The program closes its own end: only seq has it now.",
    },
    {
      kind: "processStarted",
      text: "wc",
      caption: "wc is the last of the three. The program reads what it writes.",
    },
    {
      kind: "processExited",
      caption: "seq has written all numbers and ends. That closes its end of the pipe.",
    },
    {
      kind: "outputWritten",
      text: "numbers with a 3",
      caption: "The end of each pipe ended the next process. wc wrote its count last.",
    },
  ],
  "terminated-worker": [
    {
      kind: "processStarted",
      caption: "The worker is a process of its own. It shares the clock with the program, but no variable.",
    },
    {
      kind: "outputWritten",
      text: "worker: step 1",
      caption: "It writes a line every second. Each wakes the task that reads.",
    },
    {
      kind: "processSignalled",
      caption: "After 2.5 s the timeout ends the loop, and SIGTERM is sent. The worker sleeps on until 3 s.",
    },
    {
      kind: "outputWritten",
      text: "worker: b'I stop",
      caption: "Its trap wrote a last line and left with status 3.",
    },
    {
      kind: "outputWritten",
      text: "exit status",
      caption: "Without the trap the status would be -15: ended by signal 15.",
    },
  ],
  "child-lines": [
    {
      kind: "processStarted",
      caption: "The shell runs beside the loop and writes into a pipe.",
    },
    {
      kind: "outputWritten",
      text: "the loop is free",
      caption: "While the shell sleeps, the loop runs its other task.",
    },
    {
      kind: "outputWritten",
      text: "child: line 1",
      caption: "The first line arrived: the pipe was ready, and the task woke.",
    },
    {
      kind: "outputWritten",
      text: "exit status",
      caption: "The pipe ended and the shell exited: wait() returns its status.",
    },
  ],
  "python-child": [
    {
      kind: "processStarted",
      caption: "main starts Python as a process, with a pipe to its input and one from its output.",
    },
    {
      kind: "bytesRead",
      of: "Task-3",
      caption: "The child has read the numbers. Its own event loop runs, with tasks of its own.",
    },
    {
      kind: "clockAdvanced",
      caption: "Three tasks of the child sleep. The parent's loop waits for the pipe meanwhile.",
    },
    {
      kind: "outputWritten",
      text: "1 squared",
      caption: "The child printed into the pipe, and the parent's loop woke main to read it.",
    },
    {
      kind: "processExited",
      caption: "The child's loop stops and the process exits. The end of the pipe ends main's async for.",
    },
  ],
};
