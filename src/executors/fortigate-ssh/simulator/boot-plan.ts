// When a restarting device answers. Nothing is scheduled: the plan is asked with the present time, so that a clock moved
// by hand and a real one work alike.

/** Times (ms since the epoch) between which the device does not answer. */
export interface DownWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Down for `bootMs`, `boots` times, answering `betweenBootsMs` in between. All in milliseconds of the clock. */
export function bootPlan(nowMs: number, boot: { bootMs: number; boots: number; betweenBootsMs: number }): DownWindow[] {
  return Array.from({ length: boot.boots }, (_, index) => {
    const fromMs = nowMs + index * (boot.bootMs + boot.betweenBootsMs);
    return { fromMs, untilMs: fromMs + boot.bootMs };
  });
}

/** Index of the window that holds this time, or -1. */
export function downIn(plan: readonly DownWindow[], nowMs: number): number {
  return plan.findIndex((window) => nowMs >= window.fromMs && nowMs < window.untilMs);
}

/** Number of windows that have begun; a line opened before the latest of them is dead. */
export function bootsBegun(plan: readonly DownWindow[], nowMs: number): number {
  return plan.filter((window) => nowMs >= window.fromMs).length;
}
