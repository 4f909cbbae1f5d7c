/**
 * Motion on the stage: a token travels from its former place to its current one. A token is identified by its
 * `data-token` key, also when it moves from one list to another. A copy of it travels in a layer over the stage, where no
 * list clips it; meanwhile the token itself, at rest at its target, is hidden.
 *
 * A flight keeps its animation as long as its target stays the same. With another target a new flight starts from where
 * the token is, which follows from the path and the share of it that the animation has reached: nothing that moves is
 * measured. All animations run on the document's timeline. Called by `Stage.svelte`.
 */
import { flightFrames } from "./flight-frames.ts";
import type { FlightPath } from "./flight-path.ts";
import {
  isNext,
  middle,
  type Region,
  type Route,
  routeBetween,
  type Scene,
  scaleAlong,
  smallSize,
  type Stop,
  straightRoute,
} from "./flight-routes.ts";
import { measureScene, measureTokens, type RestingToken, type StageElements } from "./stage-boxes.ts";

const DISTANCE_WORTH_MOVING = 2;
/** Distance between rows in pixels that a token does not cross. */
const FAR = 110;
/** More moves at once are no motion that an eye follows. */
const MAX_FLIGHTS = 60;
/** Milliseconds, for the shortest way and for each pixel of a longer one. */
const SHORTEST = 160;
const EACH_PIXEL = 0.16;
const LONGEST = 360;
/** The same for all moves within a region: so neighbours in a row never meet. */
const SLIDE = 200;
/** Regions with rows of tokens: one that changes its row comes up there. */
const IN_ROWS: ReadonlySet<Region> = new Set(["ready", "timers", "done"]);
/** A token that comes up in a row waits for this share of its time: until others have left its place. */
const RISE_FROM = 0.45;
/** An animation begins with the next frame: it is shorter than the time to the next move by so many milliseconds. */
const FRAME = 17;
/** Share of its path from which on a token has arrived. */
const ARRIVED = 0.98;
/** The least time in milliseconds that shows a motion. */
const LEAST_TIME = 50;
const EASE_STRAIGHT = "cubic-bezier(0.3, 0.7, 0.2, 1)";
const EASE_ROUTE = "cubic-bezier(0.4, 0.1, 0.3, 1)";

/** Tokens at rest, by their keys. */
type Places = ReadonlyMap<string, RestingToken>;

interface Flight {
  /** The token at rest, which is hidden. */
  token: RestingToken;
  path: FlightPath;
  scaleAt: (share: number) => number;
  isRouted: boolean;
  picture: HTMLElement;
  animation: Animation;
}

/** Start of a flight: a place at rest, or in the middle of another flight. */
interface Start {
  stop: Stop;
  /** The token that it is at rest, if it is. */
  token: RestingToken | null;
  scale: number;
  from: "rest" | "flight" | "creation";
}

export class Motion {
  readonly #stage: StageElements;
  readonly #flights = new Map<string, Flight>();
  #rising: Animation[] = [];
  /** Tokens at rest before the next move; null if they are to be measured. */
  #before: Map<string, RestingToken> | null = null;

  /** The layer lies over the root and is empty otherwise. */
  constructor(stage: StageElements) {
    this.#stage = stage;
  }

  /** Note the places before a move of the cursor. */
  prepare(): void {
    this.#before ??= measureTokens(this.#stage);
  }

  /** End all motion, and forget the places. */
  end(): void {
    for (const key of this.#flights.keys()) this.#land(key);
    for (const animation of this.#rising) animation.cancel();
    this.#rising = [];
    this.#before = null;
  }

  /**
   * Start the motion of a move of the cursor from the places that `prepare` noted. It is over after `time` milliseconds at
   * most. A move backwards takes the ways of the move forwards.
   */
  play(time: number, isBackwards: boolean): void {
    const before = this.#before;
    if (!before || time < LEAST_TIME) return this.end();
    const now = measureTokens(this.#stage);
    this.#before = now;
    for (const [key, flight] of this.#flights) {
      // The element may belong to another token by now.
      delete flight.token.element.dataset.away;
      if (!now.has(key) || shareOf(flight) > ARRIVED) this.#land(key);
    }
    const creator = runningOf(now) ?? runningOf(before);
    let scene: Scene | undefined;
    for (const [key, token] of now) {
      const flight = this.#flights.get(key);
      if (flight && isSamePlace(flight.token, token)) {
        flight.token = token;
        hide(token, flight.isRouted);
        if (!token.isDot) dress(flight.picture, token, this.#stage.scale);
        continue;
      }
      if (!flight && !before.has(key) && isLeftBehind(token, before, now)) continue;
      const start = flight ? inFlight(flight) : startOf(token, before.get(key), creator, isBackwards);
      if (!start) {
        if (!before.has(key)) this.#rise(token, time);
        continue;
      }
      if (distance(start.stop, token) < DISTANCE_WORTH_MOVING) {
        this.#land(key);
        continue;
      }
      scene ??= measureScene(this.#stage, now.values());
      // A timer without room is a dot: what flies there is the token that it was.
      const look = token.isDot ? (start.token ?? flight?.token ?? token) : token;
      const route = routeOf(start, sizedAs(token, look), scene, isBackwards);
      if (route && (flight || this.#flights.size < MAX_FLIGHTS)) {
        this.#launch(key, token, look, start, route, time);
      } else {
        this.#land(key);
        if (IN_ROWS.has(token.region)) this.#rise(token, time);
      }
    }
  }

  #launch(
    key: string,
    token: RestingToken,
    look: RestingToken,
    { scale, from }: Start,
    { path, hidden, isRouted }: Chosen,
    time: number,
  ): void {
    const former = this.#flights.get(key);
    former?.animation.cancel();
    const picture = former?.picture ?? (look.element.cloneNode(true) as HTMLElement);
    delete picture.dataset.token;
    delete picture.dataset.away;
    picture.dataset.flight = key;
    picture.toggleAttribute("data-routed", isRouted);
    const stageScale = this.#stage.scale;
    dress(picture, look, stageScale);
    if (!former) this.#stage.layer.append(picture);
    const scaleAt = isRouted
      ? scaleAlong(path.length, sizedAs(token, look), scale)
      : (share: number) => scale + (1 - scale) * share;
    const frames = flightFrames({ path, hidden, scaleAt, stageScale, box: look, isNew: from === "creation" });
    const isSlide = !isRouted && from === "rest";
    const wanted = isSlide ? SLIDE : Math.min(LONGEST, SHORTEST + EACH_PIXEL * path.length);
    const animation = picture.animate(frames, {
      duration: Math.min(time - FRAME, wanted),
      easing: isRouted ? EASE_ROUTE : EASE_STRAIGHT,
      fill: "both",
    });
    animation.onfinish = () => this.#land(key);
    this.#flights.set(key, { token, path, scaleAt, isRouted, picture, animation });
    hide(token, isRouted);
  }

  /** Show the token at its place instead of its flight. */
  #land(key: string): void {
    const flight = this.#flights.get(key);
    if (!flight) return;
    this.#flights.delete(key);
    flight.animation.cancel();
    flight.picture.remove();
    delete flight.token.element.dataset.away;
  }

  #rise({ element }: RestingToken, time: number): void {
    this.#rising = this.#rising.filter(({ playState }) => playState === "running");
    const hidden = { opacity: 0, transform: "scale(0.8)" };
    const frames = [hidden, { ...hidden, offset: RISE_FROM, easing: "ease-out" }, {}];
    this.#rising.push(element.animate(frames, { duration: Math.min(time - FRAME, SLIDE) }));
  }
}

type Chosen = Route & { isRouted: boolean };

/** Return the way to take; null where the token is placed without motion. */
function routeOf({ stop, from }: Start, to: Stop, scene: Scene, isBackwards: boolean): Chosen | null {
  if (from === "flight") return { ...straightRoute(stop, to, scene.texts), isRouted: false };
  const [first, last] = isBackwards ? [to, stop] : [stop, to];
  if (stop.region === to.region) {
    // A timer that loses its room among the others, or gets some, would cross their names.
    if (stop.isDot !== to.isDot) return null;
    const route = straightRoute(stop, to, scene.texts);
    return isCalmMove(stop, to) && !route.hidden.includes(true) ? { ...route, isRouted: false } : null;
  }
  if (isNext(first, last)) return { ...straightRoute(stop, to, scene.texts), isRouted: false };
  const { path, hidden } = routeBetween(first, last, scene);
  if (!isBackwards) return { path, hidden, isRouted: true };
  return { path: path.reversed(), hidden: hidden.toReversed(), isRouted: true };
}

/**
 * True for a move within a region that crosses no other token on the way: along a row, or in the queue and on the wire to
 * the next one. A card moves with its heading at once, and so do its tokens.
 */
function isCalmMove(from: Stop, to: Stop): boolean {
  const down = Math.abs(middle(to).y - middle(from).y);
  if (to.region !== "ready" && to.region !== "wire") return down < DISTANCE_WORTH_MOVING;
  return down < to.height / 2 || distance(from, to) < FAR;
}

/** Return where a token starts that is not in flight; null for one that comes up in place. */
function startOf(
  token: RestingToken,
  before: RestingToken | undefined,
  creator: RestingToken | undefined,
  isBackwards: boolean,
): Start | null {
  // A token that is wider at its target starts as small as it was.
  const scale = before?.isDot ? smallSize(token) : Math.min(1, (before?.width ?? 0) / token.width);
  if (before) return { stop: before, token: before, scale, from: "rest" };
  const isQueued = token.region === "ready" || token.region === "timers";
  if (!creator || !isQueued || isBackwards || token.element.classList.contains("outline")) return null;
  return { stop: creator, token: null, scale: smallSize(token), from: "creation" };
}

/** True for the timer of a task that did not wait for it: the task is elsewhere, and its timer stays where both were. */
function isLeftBehind(token: RestingToken, before: Places, now: Places): boolean {
  if (token.region !== "timers") return false;
  return [...before].some(([key, other]) => isSamePlace(other, token) && now.get(key)?.region !== "timers");
}

/** Return the share of its path that a flight has done. */
function shareOf({ animation }: Flight): number {
  return animation.effect?.getComputedTiming().progress ?? 1;
}

function inFlight(flight: Flight): Start {
  const { token, path, scaleAt } = flight;
  const share = shareOf(flight);
  const { x, y } = path.at(share);
  const stop = sizedAs({ ...token, x, y, width: 0, height: 0 }, token);
  return { stop, token: null, scale: scaleAt(share), from: "flight" };
}

/** Make the copy in flight look like the token. */
function dress(picture: HTMLElement, { element, width, height }: RestingToken, scale: number): void {
  picture.className = element.className;
  picture.style.cssText = `${element.style.cssText};width:${width * scale}px;height:${height * scale}px;translate:none;max-width:none`;
  picture.replaceChildren(...element.cloneNode(true).childNodes);
}

/** Hide a token while it is in flight; if it comes from another region, its place is outlined. */
function hide({ element }: RestingToken, isRouted: boolean): void {
  element.dataset.away = isRouted ? "far" : "near";
}

/** Return the place of a token for one of another size. */
function sizedAs(token: Stop, { width, height }: Stop): Stop {
  const { x, y } = middle(token);
  return { x: x - width / 2, y: y - height / 2, width, height, region: token.region, isDot: token.isDot };
}

function runningOf(tokens: ReadonlyMap<string, RestingToken>): RestingToken | undefined {
  for (const token of tokens.values()) if (token.region === "running") return token;
  return undefined;
}

function isSamePlace(a: Stop, b: Stop): boolean {
  return distance(a, b) < DISTANCE_WORTH_MOVING && a.region === b.region;
}

function distance(a: Stop, b: Stop): number {
  const [from, to] = [middle(a), middle(b)];
  return Math.hypot(to.x - from.x, to.y - from.y);
}
