/** Waits for the network, by the field `reason` of `taskSuspended`; `on` is the endpoint waited for. */
import { clockText, durationText } from "../../base/number-text.ts";
import type { LoopState } from "../loop-state.ts";
import type { WaitKind, WaitScene } from "../resources/wait-kind.ts";
import { type Part, say } from "../sentence.ts";
import type { Endpoint } from "./network-state.ts";
import { bytesText, endpointName, otherSide, side } from "./network-words.ts";

export const networkWaits: Readonly<Record<string, WaitKind>> = {
  connect: {
    several: "wait for a connection",
    does: (state, on) => `waits for ${connectionText(state, on)}`,
    whyNotYet: ({ state, task }) =>
      isConnecting(state, task.on)
        ? say`${otherSide(state, task.on)} has not answered yet.`
        : say`It is open: its transport begins in the loop's next iteration.`,
    title: (state, on) =>
      isConnecting(state, on)
        ? `connecting to ${otherSide(state, on).text}`
        : `beginning ${connectionText(state, on)}`,
  },
  accept: {
    does: (state, on) => `waits for a connection at ${side(state, on).text}`,
    whyNotYet: ({ state, task }) => say`No connection waits in the queue of ${side(state, task.on)}.`,
    title: (state, on) => `waiting at ${side(state, on).text}`,
  },
  read: {
    several: "wait for bytes",
    does: (state, on) => `waits for bytes from ${otherSide(state, on).text}`,
    whyNotYet: whyNoBytes,
    title: (state, on) => `reading from ${otherSide(state, on).text}`,
  },
  drain: {
    several: "wait for room to send",
    does: (state, on) => `waits for room to send to ${otherSide(state, on).text}`,
    whyNotYet: ({ state, task }) => {
      const paused = state.network.endpoints.get(task.on)?.paused;
      return paused
        ? say`The buffer to ${otherSide(state, task.on)} was over its mark: it must fall below the low mark first.`
        : say`The transport has not resumed writing yet.`;
    },
    title: (state, on) => `waiting to send to ${otherSide(state, on).text}`,
  },
  close: {
    several: "wait for connections to close",
    does: (state, on) => `waits until its connection to ${otherSide(state, on).text} is closed`,
    whyNotYet: ({ state, task }) => {
      const queued = state.network.endpoints.get(task.on)?.queued ?? 0;
      return queued > 0
        ? say`${bytesText(queued)} must be sent to ${otherSide(state, task.on)} before.`
        : say`The loop closes the connection in its next iteration.`;
    },
    title: (state, on) => `closing the connection to ${otherSide(state, on).text}`,
  },
  "server close": {
    does: () => "waits until all connections of its server are closed",
    whyNotYet: () => say`A connection of the server is still open.`,
    title: () => "closing a server",
  },
  datagram: {
    several: "wait for a datagram",
    does: (state, on) => `waits for a datagram at ${side(state, on).text}`,
    whyNotYet: ({ state, task }) => {
      const next = state.network.datagrams.find(
        ({ to, status }) => to === task.on && status === "on its way",
      );
      return next
        ? say`A datagram arrives at ${clockText(next.arrival)} s.`
        : say`No datagram is on its way to ${side(state, task.on)}.`;
    },
    title: (state, on) => `waiting for a datagram at ${side(state, on).text}`,
  },
  handshake: {
    several: "wait for a TLS handshake",
    does: (state, on) => `waits for a TLS handshake with ${otherSide(state, on).text}`,
    whyNotYet: (scene) => whyNoBytes(scene),
    title: (state, on) => `TLS handshake with ${otherSide(state, on).text}`,
  },
  name: {
    several: "wait for an address",
    does: () => "waits for the address of a name",
    whyNotYet: () => say`The look-up of the name takes time.`,
    title: () => "looking up a name",
  },
};

const isConnecting = ({ network }: LoopState, id: number) =>
  network.endpoints.get(id)?.status === "connecting";

/** Return the name of what a task opens: its own connection, one that a server has accepted, a socket for datagrams or a pipe. */
function connectionText(state: LoopState, id: number): string {
  const endpoint = state.network.endpoints.get(id);
  if (endpoint?.isServer || endpoint?.type === "pipe")
    return endpointName(state, id)
      .map(({ text }) => text)
      .join("");
  if (
    endpoint?.type === "udp" ||
    (endpoint?.type === "unix" && endpoint.peer === 0 && endpoint.remote === "")
  ) {
    const one = side(state, id);
    return one.task === undefined ? `its ${one.text}` : "its socket";
  }
  return `its connection to ${otherSide(state, id).text}`;
}

/** Say why a reader does not wake: where the bytes are that it waits for. */
function whyNoBytes({ state, task }: WaitScene): Part[] {
  const endpoint = state.network.endpoints.get(task.on);
  const peer = state.network.endpoints.get(endpoint?.peer ?? 0);
  const from = otherSide(state, task.on);
  if (!endpoint || !peer) return say`Nothing has arrived from ${from} yet.`;
  if (endpoint.isReadingPaused) return say`Its transport was asked to stop reading.`;
  if (endpoint.unread > 0)
    return say`${bytesText(endpoint.unread)} arrived: the loop's selector reports them in the next iteration.`;
  if (endpoint.hasPeerEnded)
    return say`The end of ${from}'s stream arrived: the loop's selector reports it in the next iteration.`;
  const [next] = peer.flight;
  if (next)
    return say`${onTheWay(next.bytes)} at ${clockText(next.arrival)} s, in ${left(state, next.arrival)}.`;
  if (peer.queued > 0) return say`${bytesText(peer.queued)} wait at ${from}: there is no room for them here.`;
  return isSilent(peer)
    ? say`${from} will send nothing more.`
    : peer.sent === 0
      ? say`${from} has sent nothing yet.`
      : say`All that ${from} has sent is read, and nothing is on the way.`;
}

function onTheWay(bytes: number): string {
  return bytes > 0 ? `${bytesText(bytes)} on the way arrive` : "The end of the stream arrives";
}

function left({ time }: LoopState, arrival: number): string {
  return durationText(Math.max(0, arrival - time));
}

function isSilent({ status, ownEnd }: Endpoint): boolean {
  return status === "closed" || status === "reset" || ownEnd !== "";
}
