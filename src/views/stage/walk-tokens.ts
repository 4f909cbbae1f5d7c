/**
 * Keyboard walk over the stage: each region is one tab stop, and Down and Up lead through the tokens, locks and groups in
 * it. Left and Right step through time, there as everywhere. A token that has the focus keeps it when its task moves to
 * another region; when the token is gone, its region has the focus.
 */

/** Makes the regions of `stage` tab stops; its buttons have none of their own. Returns a function that undoes that. */
export function walkTokens(stage: HTMLElement): () => void {
  const stopAtRegions = () => {
    for (const region of stage.querySelectorAll<HTMLElement>(":scope > section")) region.tabIndex = 0;
  };
  stopAtRegions();
  // A region for which there is no room comes back when there is.
  const regions = new MutationObserver(stopAtRegions);
  regions.observe(stage, { childList: true });

  /** The focus while it is on the stage, with the token's key; a removed element cannot say where it was. */
  let held: { region: HTMLElement; key: string } | null = null;
  const observer = new MutationObserver(() => {
    if (!held || document.activeElement !== document.body) return;
    const { region, key } = held;
    const token = key && stage.querySelector<HTMLElement>(`[data-token="${CSS.escape(key)}"]`);
    (token || region).focus({ preventScroll: true });
  });

  function hold(target: EventTarget | null): void {
    const element = target instanceof HTMLElement && stage.contains(target) ? target : null;
    const region = element?.closest<HTMLElement>("section") ?? null;
    if (region && !held) observer.observe(stage, { childList: true, subtree: true });
    if (!region) observer.disconnect();
    held = region && { region, key: element?.dataset.token ?? "" };
  }

  function walk(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const region = (event.target as Element).closest<HTMLElement>("section");
    if (!by || !region || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const buttons = [...region.querySelectorAll<HTMLElement>("button")];
    const here = buttons.indexOf(event.target as HTMLElement);
    const next = Math.min(here + by, buttons.length - 1);
    if (next >= -1) (buttons[next] ?? region).focus();
  }

  const onFocus = ({ target }: FocusEvent) => hold(target);
  const onPress = () => hold(null);
  stage.addEventListener("keydown", walk);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("pointerdown", onPress, { capture: true });
  return () => {
    observer.disconnect();
    regions.disconnect();
    stage.removeEventListener("keydown", walk);
    document.removeEventListener("focusin", onFocus);
    document.removeEventListener("pointerdown", onPress, { capture: true });
  };
}
