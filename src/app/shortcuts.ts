/** Shortcuts: the keys that work anywhere on the page unless a person is typing, in one table that `?` shows. */
import type { Session } from "../session/session.svelte.ts";
import type { ShownRun } from "../session/shown-run.ts";

/** The actions of keys that are not the session's. */
export interface Actions {
  share(): void;
  /** Opens the gallery. */
  choose(): void;
  /** Sends the program Ctrl-C at the cursor's time. */
  interrupt(): void;
  /** Opens and closes the inspector. */
  inspect(): void;
  /** Closes the inspector and clears the selection. */
  close(): void;
  help(): void;
  fit(): void;
  zoomToSelection(): void;
  zoom(factor: number): void;
  search(): void;
  readonly isPresenting: boolean;
  /** Switches presentation mode on and off. */
  present(): void;
  /** Larger type, or smaller. */
  resize(direction: 1 | -1): void;
  blank(): void;
  /** Shows the QR code of the program at the cursor. */
  code(): void;
}

type StepSize = Parameters<ShownRun["stepBy"]>[0];

export interface Shortcut {
  /** The key as a person reads it. */
  readonly shows: string;
  /** Values of `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  readonly does: string;
  /** True for a key with Shift, false for one without; undefined for a key such as `?`, of which Shift is a part. */
  readonly shift?: boolean;
  /** True for a key with Ctrl or ⌘. */
  readonly command?: boolean;
  /** True to repeat the action while the key is held. */
  readonly repeats?: boolean;
  /** Returns false while the key means nothing. */
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
    run: (session) => session.shown.stepBy(size, direction),
  }));

const isPresenting = (_: Session, actions: Actions) => actions.isPresenting;
const isNotPresenting = (_: Session, actions: Actions) => !actions.isPresenting;
const canWalk = (session: Session, actions: Actions) => actions.isPresenting || session.tour.stops.length > 0;

/** Walks the tour; a program without one has a stop at each callback, so that a clicker always works. */
export function walkTour(session: Session, direction: 1 | -1): void {
  if (session.tour.stops.length > 0) session.tour.walk(direction);
  else session.shown.stepBy("callback", direction);
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
          const { run, cursor, status } = session;
          if (cursor.playing) cursor.pause();
          // In a presentation the same key runs a program that does not run by itself, such as that of a link.
          else if (isPresenting && run.length === 0 && status === "idle") void session.runProgram();
          else cursor.play();
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
        does: "to the next stop of the tour",
        when: canWalk,
        run: (session) => walkTour(session, 1),
      },
      {
        shows: "Page up",
        keys: ["PageUp"],
        does: "to the previous stop",
        when: canWalk,
        run: (session) => walkTour(session, -1),
      },
      { shows: "Home", keys: ["Home"], does: "to the beginning", run: ({ cursor }) => cursor.seek(-1) },
      {
        shows: "End",
        keys: ["End"],
        does: "to the end",
        run: ({ run, cursor }) => cursor.seek(run.length - 1),
      },
    ],
  },
  {
    title: "Ask why",
    shortcuts: [
      {
        shows: "F8",
        keys: ["F8"],
        does: "go to what went wrong, and its line; in the editor, too",
        run: (session) => session.showVerdict(),
      },
      {
        shows: "W",
        keys: ["w", "W"],
        does: "go back to what woke the selected task; repeat to go further",
        run: (session) => session.shown.walkBack(),
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
        does: "clear the selection",
        when: isNotPresenting,
        run: (_, { close }) => close(),
      },
    ],
  },
  {
    title: "Timeline",
    shortcuts: [
      { shows: "F", keys: ["f", "F"], does: "show the whole run", run: (_, { fit }) => fit() },
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
        when: isNotPresenting,
        run: (_, { zoom }) => zoom(0.5),
      },
      {
        shows: "−",
        keys: ["-"],
        does: "zoom out",
        repeats: true,
        when: isNotPresenting,
        run: (_, { zoom }) => zoom(2),
      },
      { shows: "/", keys: ["/"], does: "find a task by name", run: (_, { search }) => search() },
    ],
  },
  {
    title: "Presentation",
    shortcuts: [
      {
        shows: "P",
        keys: ["p", "P"],
        does: "presentation mode: large type, no controls",
        run: (_, { present }) => present(),
      },
      {
        shows: "Esc",
        keys: ["Escape"],
        does: "leave presentation mode",
        when: isPresenting,
        run: (_, { present }) => present(),
      },
      {
        shows: "+",
        keys: ["+", "="],
        does: "larger type",
        repeats: true,
        when: isPresenting,
        run: (_, { resize }) => resize(1),
      },
      {
        shows: "−",
        keys: ["-"],
        does: "smaller type",
        repeats: true,
        when: isPresenting,
        run: (_, { resize }) => resize(-1),
      },
      {
        shows: "B",
        keys: ["b", "B"],
        does: "black screen until the next key",
        when: isPresenting,
        run: (_, { blank }) => blank(),
      },
      {
        shows: "Q",
        keys: ["q", "Q"],
        does: "QR code of this moment until the next key",
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
        does: "run the program",
        run: (session) => void session.runProgram(),
      },
      {
        shows: "Ctrl or ⌘ S",
        keys: ["s", "S"],
        command: true,
        does: "share the program",
        run: (_, { share }) => share(),
      },
      {
        shows: "K",
        keys: ["k", "K"],
        does: "run again with a Ctrl-C at this moment (Python)",
        when: (session) => session.language === "python",
        run: (_, { interrupt }) => interrupt(),
      },
      { shows: "E", keys: ["e", "E"], does: "choose an example", run: (_, { choose }) => choose() },
      { shows: "?", keys: ["?"], does: "show these keys", run: (_, { help }) => help() },
    ],
  },
];

const shortcuts = shortcutGroups.flatMap((group) => group.shortcuts);

/** Runs the shortcut of a key event. Returns true if there is one, so that the browser ignores the key. */
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

/** True if a focused control uses the key itself: Space presses it, arrows move a slider or a choice. */
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

/** True in an open dialog, which has its own keys. One that has just closed may still have the focus, but takes no keys. */
function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("dialog[open]") !== null;
}
