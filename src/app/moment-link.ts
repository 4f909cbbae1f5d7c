/** Link to the program of a session, at its cursor or at its beginning; called by all that show a QR code. */
import { type Example, withOwnFiles } from "../examples/index.ts";
import type { Session } from "../session/session.svelte.ts";
import { addressOf, type CursorPosition } from "../share/address.ts";

/** Return the whole address. Throws a `PermalinkError` for a program that is too large for a link. */
export function momentLink(
  session: Session,
  example: Example | null,
  position: CursorPosition | null,
): string {
  const { program } = session;
  const address = addressOf({
    program,
    example: withOwnFiles(example, program)?.id ?? null,
    usualNetwork: example?.network,
    position,
  });
  return location.origin + location.pathname + address;
}
