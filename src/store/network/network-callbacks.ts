/** Callbacks of asyncio's transports, processes and selector loop in words: a part of the table in `callback-name.ts`. */
import type { InternalCallback } from "../internal-callback.ts";

type Words = InternalCallback;

const reads: Words = {
  label: "read",
  runs: "The loop reads from a connection.",
  will: "read from a connection",
  aside: "wakes none",
};
const writes: Words = {
  label: "write",
  runs: "The loop sends what waits in a transport's buffer.",
  will: "send more of a transport's buffer",
  aside: "wakes none",
};
const closes: Words = {
  label: "close",
  runs: "A closed transport closes its socket.",
  will: "close the socket of a closed transport",
  aside: "wakes none",
};
const starts: Words = {
  label: "start reading",
  runs: "The loop begins to watch a connection for bytes.",
  will: "watch a connection for bytes",
  aside: "always",
};
const made: Words = {
  label: "connection made",
  runs: "A protocol learns that its transport is ready.",
  will: "tell a protocol that its transport is ready",
  aside: "always",
};
const unwatches: Words = {
  label: "socket done",
  runs: "The loop no longer watches a socket.",
  will: "stop watching a socket",
  aside: "always",
};
const receives: Words = {
  label: "receive",
  runs: "The loop reads from a socket.",
  will: "read from a socket",
  aside: "wakes none",
};
const sends: Words = {
  label: "send",
  runs: "The loop sends more to a socket.",
  will: "send more to a socket",
  aside: "wakes none",
};

const pipeMade: Words = {
  ...made,
  label: "pipe ready",
  runs: "A pipe to a process is ready.",
};
const exited: Words = {
  label: "process exited",
  runs: "The loop notes that a process has exited.",
  will: "note that a process has exited",
  aside: "wakes none",
};
const ends: Words = { ...exited, label: "end of pipe", runs: "The pipe of a process has ended." };

/** Callbacks of asyncio's processes. */
const processCallbacks: Readonly<Record<string, InternalCallback>> = {
  "WriteSubprocessPipeProto.connection_made": pipeMade,
  "ReadSubprocessPipeProto.connection_made": pipeMade,
  "SubprocessStreamProtocol.connection_made": pipeMade,
  "SubprocessStreamProtocol.pipe_data_received": {
    label: "output",
    runs: "The output of a process joins its stream.",
    will: "put output of a process into its stream",
  },
  "Protocol.eof_received": { ...ends, will: "note the end of a pipe" },
  "SubprocessStreamProtocol.pipe_connection_lost": { ...ends, will: "note the end of a pipe" },
  "_PidfdChildWatcher._do_wait": exited,
  "BaseSubprocessTransport._process_exited": exited,
  "SubprocessStreamProtocol.process_exited": exited,
  "BaseSubprocessTransport._call_connection_lost": {
    ...exited,
    runs: "The process has exited and its pipes are closed.",
  },
  "BaseSelectorEventLoop._add_reader": starts,
};

export const networkCallbacks: Readonly<Record<string, InternalCallback>> = {
  ...processCallbacks,
  "BaseSelectorEventLoop._accept_connection": {
    label: "accept",
    runs: "The server accepts the connections that wait.",
    will: "accept the connections that wait",
    aside: "wakes none",
  },
  "BaseSelectorEventLoop._sock_connect_cb": {
    label: "connect",
    runs: "The loop sees how the request for a connection ended.",
    will: "see how a request for a connection ended",
    aside: "always",
  },
  "BaseSelectorEventLoop._sock_accept": receives,
  "BaseSelectorEventLoop._sock_recv": receives,
  "BaseSelectorEventLoop._sock_recv_into": receives,
  "BaseSelectorEventLoop._sock_recvfrom": receives,
  "BaseSelectorEventLoop._sock_recvfrom_into": receives,
  "BaseSelectorEventLoop._sock_sendall": sends,
  "BaseSelectorEventLoop._sock_sendto": sends,
  "BaseSelectorEventLoop._sock_read_done": unwatches,
  "BaseSelectorEventLoop._sock_write_done": unwatches,
  "SSLProtocol._check_handshake_timeout": {
    label: "handshake timeout",
    runs: "A TLS handshake that is not over now has failed.",
    will: "end a TLS handshake that takes too long",
    unneeded: "The time limit of a TLS handshake is cancelled.",
  },
  "SSLProtocol._check_shutdown_timeout": {
    label: "shutdown timeout",
    runs: "A TLS connection that has not ended now is aborted.",
    will: "abort a TLS connection that does not end",
    unneeded: "The time limit for the end of a TLS connection is cancelled.",
  },
  "BaseSelectorEventLoop._read_from_self": {
    label: "wake-up",
    runs: "A signal or a thread has woken the loop.",
    will: "see what has woken it",
    aside: "wakes none",
  },
  "StreamReaderProtocol.connection_made": {
    ...made,
    subject: "the server",
    endings: [" for a new client", " for new clients"],
    runs: "The stream learns that its connection is made.",
    will: "tell a stream that its connection is made",
  },
  "StreamReaderProtocol.connection_made.<locals>.callback": {
    label: "client served",
    runs: "The server checks the client's task for an error.",
    will: "check the client's task for an error",
    aside: "always",
  },
  "BaseProtocol.connection_made": made,
  "SSLProtocol.connection_made": {
    ...made,
    runs: "TLS learns that its connection is made, and begins its handshake.",
    will: "begin a TLS handshake",
  },
  "_SelectorTransport._add_reader": starts,
  "_UnixReadPipeTransport._add_reader": starts,
  "_SelectorTransport.resume_reading": {
    label: "read again",
    runs: "A transport reads again.",
    will: "let a transport read again",
  },
  "_SelectorSocketTransport.close": {
    label: "close",
    runs: "A transport closes.",
    will: "close a transport",
    aside: "always",
  },
  "StreamReaderProtocol.connection_lost": {
    label: "connection lost",
    runs: "The stream learns that its connection is over.",
    will: "tell a stream that its connection is over",
    aside: "wakes none",
  },
  "_SelectorSocketTransport._read_ready": reads,
  "_SelectorDatagramTransport._read_ready": receives,
  "_UnixReadPipeTransport._read_ready": reads,
  "_UnixWritePipeTransport._read_ready": reads,
  "_SelectorSocketTransport._write_sendmsg": writes,
  "_SelectorSocketTransport._write_send": writes,
  "_SelectorDatagramTransport._sendto_ready": sends,
  "_UnixWritePipeTransport._write_ready": writes,
  "_SelectorTransport._call_connection_lost": closes,
  "_SelectorSocketTransport._call_connection_lost": closes,
  "_UnixReadPipeTransport._call_connection_lost": closes,
  "_UnixWritePipeTransport._call_connection_lost": closes,
  _set_result_unless_cancelled: {
    label: "transport ready",
    runs: "The task learns that its transport is ready.",
    will: "tell a task that its transport is ready",
    aside: "always",
  },
};
