/**
 * Gestures of the timeline. Press and drag seek, with Shift they pan; two fingers zoom and pan; the wheel zooms with Ctrl
 * and pans sideways, and otherwise scrolls the page; a double click fits the run.
 */
export interface Gestures {
  /** Move of the pointer, in the element's pixels; null when it has left. */
  point: (at: { x: number; y: number } | null) => void;
  /** Press of a button or finger. */
  press: (at: { x: number; y: number }) => void;
  /** Drag after the press. */
  seek: (x: number) => void;
  /** Zoom that makes the range `factor` times as long around `x`. */
  zoom: (factor: number, x: number) => void;
  pan: (px: number) => void;
  fit: () => void;
}

/** A notch of a common wheel, 100 px, makes the range a quarter longer or shorter. */
const ZOOM_PER_PX = Math.log(1.25) / 100;
const PX_PER_LINE = 16;

export function listenForGestures(element: HTMLElement, on: Gestures): () => void {
  const listening = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(type, listener, { signal: listening.signal, passive: false });
  const at = (event: MouseEvent) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  /** Position of each finger or button that is down. */
  const down = new Map<number, number>();
  const spread = () => {
    const [a = 0, b = 0] = [...down.values()];
    return { middle: (a + b) / 2, width: Math.max(16, Math.abs(a - b)) };
  };

  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    const here = at(event);
    down.set(event.pointerId, here.x);
    if (down.size === 1 && !event.shiftKey) on.press(here);
  });
  listen("pointermove", (event) => {
    const here = at(event);
    on.point(here);
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const was = spread();
    down.set(event.pointerId, here.x);
    if (down.size === 2) {
      const is = spread();
      on.zoom(was.width / is.width, is.middle);
      on.pan(was.middle - is.middle);
    } else if (event.shiftKey) on.pan(before - here.x);
    else on.seek(here.x);
  });
  for (const type of ["pointerup", "pointercancel"] as const)
    listen(type, (event) => down.delete(event.pointerId));
  listen("pointerleave", () => on.point(null));
  listen("dblclick", () => on.fit());
  listen("wheel", (event) => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PX_PER_LINE : 1;
    if (event.ctrlKey || event.metaKey) {
      on.zoom(Math.exp(event.deltaY * unit * ZOOM_PER_PX), at(event).x);
    } else {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (!event.shiftKey && Math.abs(sideways) <= Math.abs(event.deltaY)) return;
      on.pan(sideways * unit);
    }
    event.preventDefault();
  });
  return () => listening.abort();
}
