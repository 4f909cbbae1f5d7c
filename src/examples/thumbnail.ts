/**
 * Thumbnail of an example's run: a lane for each task, in whole units of a common width. Made by the build from the
 * recorded run (`build/thumbnail-of-run.ts`), drawn by the gallery. All thumbnails together are one small download, so that
 * the gallery needs none of the runs.
 */
import type { Outcome } from "../events/event.ts";

/** Width of every thumbnail, in units. */
export const THUMBNAIL_WIDTH = 240;

/** The most lanes of a thumbnail. */
export const THUMBNAIL_LANES = 12;

/** Status of a task in one span. */
export type ThumbnailStatus = "ready" | "running" | "waiting";

export interface ThumbnailSpan {
  readonly status: ThumbnailStatus;
  /** In units from the left; the next span begins where this one ends. */
  readonly from: number;
  readonly to: number;
}

export interface ThumbnailLane {
  /** Id of the task, for its colour; 0 for the lane of a callback. */
  readonly task: number;
  /** In order, without gaps. */
  readonly spans: readonly ThumbnailSpan[];
  /** Outcome of the task; null for a task that never ended. */
  readonly outcome: Outcome | null;
}

export type Thumbnail = readonly ThumbnailLane[];
