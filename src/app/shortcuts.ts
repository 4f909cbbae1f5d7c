/** The keys that work anywhere on the page, unless a person is typing. */
import type { Session } from "../session/session.svelte.ts";

/** Returns true if the key meant something, so that the browser need not look at it. */
export function handleShortcut(session: Session, event: KeyboardEvent, share: () => void): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key === "Enter") return done(() => void session.run());
  if (command && event.key.toLowerCase() === "s") return done(share);
  if (command || event.altKey || isTyping(event.target)) return false;
  const control = (event.target as Element).closest("button, select, input, a, [role=slider]");
  switch (event.key) {
    case " ":
      // On a focused control, space is the control's.
      return !control && done(() => (session.playing ? session.pause() : session.play()));
    case "ArrowRight":
      return !isSlider(control) && done(() => forward(session, event.shiftKey, 1));
    case "ArrowLeft":
      return !isSlider(control) && done(() => forward(session, event.shiftKey, -1));
    case "Home":
      return !isSlider(control) && done(() => session.seek(-1));
    case "End":
      return !isSlider(control) && done(() => session.seek(session.length - 1));
    default:
      return false;
  }
}

function forward(session: Session, byCallback: boolean, direction: 1 | -1): void {
  if (byCallback) session.stepCallback(direction);
  else session.step(direction);
}

function done(action: () => void): true {
  action();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("textarea, [contenteditable], .monaco-editor") !== null
  );
}

/** Sliders and lists of choices have a use for the arrows themselves. */
function isSlider(control: Element | null): boolean {
  return control instanceof HTMLSelectElement || control instanceof HTMLInputElement;
}
