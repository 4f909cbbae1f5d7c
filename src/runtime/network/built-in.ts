/**
 * Built-in hosts: peers that answer bytes with bytes, known by their names or by their ports on the program's machine. The
 * network has none of its own: a guest hands it those of `src/hosts` where a program may ask for them.
 */
import type { Serve } from "./service.ts";

/** A host with what answers at its ports. */
export interface BuiltInHost {
  /** Name in traces, and for look-ups where it has an address of its own. */
  readonly name: string;
  /** Service at each port; other ports refuse. */
  readonly ports: ReadonlyMap<number, Serve>;
  /** Sentence for the program's stderr, the first time that the program reaches the host. */
  readonly notice: string;
  /** Forget everything: the host crashes. */
  readonly onCrash?: () => void;
}

export interface BuiltInHosts {
  /** Return the host that a name stands for; null for a name that is not known. */
  named(name: string): BuiltInHost | null;
  /** Return what runs on the program's own machine at a port at which the program does not listen; null if nothing does. */
  local(port: number): BuiltInHost | null;
}

/** Make the built-in hosts of a program's network. */
export type MakeBuiltInHosts = (network: {
  readonly seed: number;
  /** Virtual seconds. */
  readonly now: () => number;
  /** Write a line to the program's stderr, once. */
  readonly note: (line: string) => void;
}) => BuiltInHosts;
