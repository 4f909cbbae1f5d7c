/** Values of network programs in the words of Python, for lines that both languages log. */
import type { SocketAddress } from "../../runtime/io/addresses.ts";

/** Return an address as kit.py shows the tuple that it is in Python. */
export function tupleText(address: SocketAddress | null): string {
  if (address === null) return "none";
  return typeof address === "string" ? address : `[${address.join(", ")}]`;
}
