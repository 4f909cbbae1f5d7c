/** Fields of the network dialog: the units in which a person reads and writes the options of a program's network. */
import { networkDefaults, type NetworkName, type NetworkOptions, settingsOf } from "../share/network.ts";

export interface NetworkField {
  /** What it is, without its way: "Latency". */
  readonly label: string;
  readonly unit: string;
  /** Options of the kernel for one of the unit: 0.001 s for a millisecond. */
  readonly scale: number;
  /** Explanation of a few words. */
  readonly hint?: string;
}

/** Fields of a way, by the end of their names; the last three are chances, and the last two of datagrams alone. */
export const linkFields = {
  latency: { label: "Latency", unit: "ms", scale: 0.001, hint: "of each packet" },
  jitter: { label: "Jitter", unit: "ms", scale: 0.001, hint: "up to so much more, by chance" },
  bandwidth: { label: "Bandwidth", unit: "Mbit/s", scale: 125_000, hint: "0: no limit" },
  loss: { label: "Lost", unit: "%", scale: 0.01, hint: "TCP sends again, UDP does not" },
  reordering: { label: "Overtaken", unit: "%", scale: 0.01, hint: "of datagrams: twice as long" },
  duplication: { label: "Doubled", unit: "%", scale: 0.01, hint: "of datagrams: two arrive" },
} as const satisfies Record<string, NetworkField>;

/** Fields of the whole network. */
export const otherFields = {
  "names.timeout": { label: "A look-up fails after", unit: "s", scale: 1 },
  sendBuffer: { label: "Send buffer", unit: "KiB", scale: 1024 },
  receiveBuffer: { label: "Receive buffer", unit: "KiB", scale: 1024 },
} as const satisfies Record<string, NetworkField>;

/** Return an option in the unit of its field, as text: `0.1`. */
export function fieldText(options: NetworkOptions, name: NetworkName, { scale }: NetworkField): string {
  return String(Number(((options[name] ?? networkDefaults[name]) / scale).toPrecision(12)));
}

/** Return the options with what a person wrote into a field. Throws RangeError with a sentence for what cannot be. */
export function withField(
  options: NetworkOptions,
  name: NetworkName,
  text: string,
  { label, unit, scale }: NetworkField,
): NetworkOptions {
  const number = Number(text.trim().replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(number))
    throw new RangeError(`${label} must be a number, in ${unit}.`);
  const exact = Number((number * scale).toPrecision(12));
  // Buffers are whole bytes.
  const changed = { ...options, [name]: scale === 1024 ? Math.round(exact) : exact };
  settingsOf(changed);
  return changed;
}
