/** The one session of a page, handed to the views by Svelte's context. */
import { getContext, setContext } from "svelte";
import type { Session } from "./session.svelte.ts";

const key = Symbol("session");

export function provideSession(session: Session): Session {
  return setContext(key, session);
}

export function useSession(): Session {
  return getContext<Session>(key);
}
