/** Callbacks of asyncio's transports and selector loop in words: a part of the table in `callback-name.ts`. */
import type { InternalCallback } from "../internal-callback.ts";

export const networkCallbacks: Readonly<Record<string, InternalCallback>> = {
  "BaseSelectorEventLoop._accept_connection": { label: "accept" },
  "BaseSelectorEventLoop._sock_connect_cb": {
    label: "connect",
    runs: "The loop sees how the request for a connection ended.",
  },
  "BaseSelectorEventLoop._sock_write_done": {
    label: "connect",
    runs: "The loop no longer watches for the connection.",
  },
  "StreamReaderProtocol.connection_made": {
    label: "connection made",
    subject: "the stream",
    runs: "The stream learns that its connection is made.",
  },
  "BaseProtocol.connection_made": {
    label: "connection made",
    runs: "The protocol learns that its transport is ready.",
  },
  "_SelectorTransport._add_reader": { label: "start reading", runs: "The transport starts to read." },
  "_SelectorSocketTransport._read_ready": { label: "read", runs: "The transport reads." },
  "_SelectorSocketTransport._write_sendmsg": { label: "write", runs: "The transport sends more." },
  "_SelectorSocketTransport._write_send": { label: "write", runs: "The transport sends more." },
  "_SelectorSocketTransport._call_connection_lost": {
    label: "close",
    runs: "The transport closes its socket.",
  },
  "_SelectorTransport._call_connection_lost": { label: "close", runs: "The transport closes its socket." },
  "_SelectorDatagramTransport._read_ready": { label: "read", runs: "The transport reads." },
  _set_result_unless_cancelled: {
    label: "transport ready",
    runs: "The task learns that its transport is ready.",
  },
};
