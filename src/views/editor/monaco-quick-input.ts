/**
 * Corrects what Monaco's quick input, the list of Ctrl+G, tells a screen reader of an option: a level, which an option
 * cannot have, and a name other than the text that is seen. Monaco has no setting for either.
 */
export function correctOptions(host: HTMLElement): void {
  let list: Element | null = null;
  // It is made when it is first opened, and has the focus then; its options are written anew with each key.
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
