/**
 * Correct two attributes of the options in Monaco's quick input, the list of Ctrl+G, for screen readers: a level, which
 * an option cannot have, and a name that differs from the visible text. Monaco has no setting for either.
 */
export function correctOptions(host: HTMLElement): void {
  let list: Element | null = null;
  // Monaco makes the list when it is first opened, with the focus, and rewrites its options at each key.
  host.addEventListener("focusin", ({ target }) => {
    if (list || !(target instanceof Element)) return;
    list = target.closest(".quick-input-widget");
    if (!list) return;
    const correct = () => {
      for (const option of host.querySelectorAll(".quick-input-widget [role=option]"))
        for (const name of ["aria-level", "aria-label"]) option.removeAttribute(name);
    };
    correct();
    new MutationObserver(correct).observe(list, {
      subtree: true,
      childList: true,
      attributeFilter: ["aria-level", "aria-label"],
    });
  });
}
