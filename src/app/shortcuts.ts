/** The keys that work anywhere on the page, unless a person is typing: one table, which `?` shows. */
import type { Session } from "../session/session.svelte.ts";

/** What keys do that is not the session's. */
export interface Actions {
  share(): void;
  /** Opens the gallery. */
  choose(): void;
  /** Opens and closes the inspector. */
  inspect(): void;
  /** Closes what is open, and selects nothing. */
  close(): void;
  help(): void;
  fit(): void;
  zoomToSelection(): void;
  zoom(factor: number): void;
  search(): void;
  /** Whether the page is on stage, before an audience; to it and back. */
  readonly isPresenting: boolean;
  present(): void;
  /** Larger type, or smaller. */
  resize(direction: 1 | -1): void;
  blank(): void;
  /** Shows the QR code of this moment. */
  code(): void;
}

type StepSize = Parameters<Session["stepBy"]>[0];

export interface Shortcut {
  /** As a person reads it, and what `KeyboardEvent.key` says. */
  readonly shows: string;
  readonly keys: readonly string[];
  readonly does: string;
  /** With Shift, or with Ctrl or ⌘. Of a key that is written with Shift, such as `?`, nothing is asked. */
  readonly shift?: boolean;
  readonly command?: boolean;
  /** True if it goes on while the key is held: what opens, starts or turns something does so once. */
  readonly repeats?: boolean;
  /** Where the key means something only at times. */
  when?(session: Session, actions: Actions): boolean;
  run(session: Session, actions: Actions): void;
}

const step = (
  size: StepSize,
  shows: [string, string],
  keys: [string, string],
  does: string,
  shift?: boolean,
) =>
  ([1, -1] as const).map((direction, i): Shortcut => ({
    shows: shows[i] as string,
    keys: [keys[i] as string],
    ...(shift === undefined ? {} : { shift }),
    does: direction > 0 ? `forward by ${does}` : `back by ${does}`,
    repeats: true,
    run: (session) => session.stepBy(size, direction),
  }));

const isOnStage = (_: Session, actions: Actions) => actions.isPresenting;
const isAtDesk = (_: Session, actions: Actions) => !actions.isPresenting;
const canWalk = (session: Session, actions: Actions) =>
  actions.isPresenting || session.story.stops.length > 0;

/** Along the story; a program without one has a stop at each callback, so that a clicker always works. */
export function walk(session: Session, direction: 1 | -1): void {
  if (session.story.stops.length > 0) session.story.walk(direction);
  else session.stepBy("callback", direction);
}

export const shortcutGroups: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: "Move in time",
    shortcuts: [
      {
        shows: "Space",
        keys: [" "],
        does: "play and pause",
        run: (session, { isPresenting }) => {
          if (session.playing) session.pause();
          // A program from a link, say: before an audience one key is enough.
          else if (isPresenting && session.length === 0 && session.status === "idle") void session.run();
          else session.play();
        },
      },
      ...step("event", ["→", "←"], ["ArrowRight", "ArrowLeft"], "one event", false),
      ...step("callback", ["Shift →", "Shift ←"], ["ArrowRight", "ArrowLeft"], "one callback", true),
      ...step("iteration", [".", ","], [".", ","], "one iteration of the loop"),
      ...step("await", ["]", "["], ["]", "["], "one await of the selected task"),
      ...step("output", ["O", "Shift O"], ["o", "O"], "one line of output"),
      ...step("warning", ["N", "Shift N"], ["n", "N"], "one warning"),
      {
        shows: "Page down",
        keys: ["PageDown"],
        does: "to the next stop of an example's story",
        when: canWalk,
        run: (session) => walk(session, 1),
      },
      {
        shows: "Page up",
        keys: ["PageUp"],
        does: "to the stop before",
        when: canWalk,
        run: (session) => walk(session, -1),
      },
      { shows: "Home", keys: ["Home"], does: "to the beginning", run: (session) => session.seek(-1) },
      { shows: "End", keys: ["End"], does: "to the end", run: (session) => session.seek(session.length - 1) },
    ],
  },
  {
    title: "Ask why",
    shortcuts: [
      {
        shows: "W",
        keys: ["w", "W"],
        does: "walk back to what woke the selected task, again and again",
        run: (session) => session.walkBack(),
      },
      {
        shows: "I",
        keys: ["i", "I"],
        does: "open and close the inspector",
        run: (_, { inspect }) => inspect(),
      },
      {
        shows: "Esc",
        keys: ["Escape"],
        does: "select nothing",
        when: isAtDesk,
        run: (_, { close }) => close(),
      },
    ],
  },
  {
    title: "Timeline",
    shortcuts: [
      { shows: "F", keys: ["f", "F"], does: "show all of it", run: (_, { fit }) => fit() },
      {
        shows: "Z",
        keys: ["z", "Z"],
        does: "zoom to the selection",
        run: (_, { zoomToSelection }) => zoomToSelection(),
      },
      {
        shows: "+",
        keys: ["+", "="],
        does: "zoom in at the cursor",
        repeats: true,
        when: isAtDesk,
        run: (_, { zoom }) => zoom(0.5),
      },
      {
        shows: "−",
        keys: ["-"],
        does: "zoom out",
        repeats: true,
        when: isAtDesk,
        run: (_, { zoom }) => zoom(2),
      },
      { shows: "/", keys: ["/"], does: "find a task by its name", run: (_, { search }) => search() },
    ],
  },
  {
    title: "On stage",
    shortcuts: [
      {
        shows: "P",
        keys: ["p", "P"],
        does: "present: large type, no controls; P or Esc leaves",
        run: (_, { present }) => present(),
      },
      {
        shows: "Esc",
        keys: ["Escape"],
        does: "leave",
        when: isOnStage,
        run: (_, { present }) => present(),
      },
      {
        shows: "+",
        keys: ["+", "="],
        does: "larger type",
        repeats: true,
        when: isOnStage,
        run: (_, { resize }) => resize(1),
      },
      {
        shows: "−",
        keys: ["-"],
        does: "smaller type",
        repeats: true,
        when: isOnStage,
        run: (_, { resize }) => resize(-1),
      },
      {
        shows: "B",
        keys: ["b", "B"],
        does: "black screen, until any key",
        when: isOnStage,
        run: (_, { blank }) => blank(),
      },
      {
        shows: "Q",
        keys: ["q", "Q"],
        does: "QR code of this moment, until any key",
        run: (_, { code }) => code(),
      },
    ],
  },
  {
    title: "Program",
    shortcuts: [
      {
        shows: "Ctrl or ⌘ Enter",
        keys: ["Enter"],
        command: true,
        does: "run it",
        run: (session) => void session.run(),
      },
      {
        shows: "Ctrl or ⌘ S",
        keys: ["s", "S"],
        command: true,
        does: "share it",
        run: (_, { share }) => share(),
      },
      { shows: "E", keys: ["e", "E"], does: "choose an example", run: (_, { choose }) => choose() },
      { shows: "?", keys: ["?"], does: "show these keys", run: (_, { help }) => help() },
    ],
  },
];

const shortcuts = shortcutGroups.flatMap((group) => group.shortcuts);

/** Returns true if the key meant something, so that the browser need not look at it. */
export function handleShortcut(session: Session, event: KeyboardEvent, actions: Actions): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (event.altKey || (!command && isTyping(event.target)) || isInDialog(event.target)) return false;
  const found = shortcuts.find(
    ({ keys, shift, command: needsCommand = false, when }) =>
      keys.includes(event.key) &&
      when?.(session, actions) !== false &&
      needsCommand === command &&
      (shift === undefined || shift === event.shiftKey),
  );
  if (!found || isControls(event)) return false;
  if (!event.repeat || found.repeats) found.run(session, actions);
  return true;
}

/** True if a focused control has a use for the key itself: space presses it, arrows move a slider or a choice. */
function isControls({ key, target }: KeyboardEvent): boolean {
  const control = (target as Element).closest("button, select, input, a, [role=slider]");
  if (!control) return false;
  const isSlider = control instanceof HTMLSelectElement || control instanceof HTMLInputElement;
  return key === " " || (isSlider && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("textarea, [contenteditable], .monaco-editor, input:not([type=range])") !== null
  );
}

/** A dialog has its own keys. */
/** A dialog that has just closed keeps the focus for a moment, but no longer takes keys. */
function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("dialog[open]") !== null;
}
