// Time arrives through this port, so that a rehearsal can move it and the pure ring never sees it.

/** A source of time and the only way to wait. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Waits; a moved clock returns at once with its time advanced. Rejects with `cancelled` when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** A clock moved by hand: `sleep` advances it and yields once to the event loop. `waitedMs` is the sum of all sleeps. */
export class MovedClock implements Clock {
  #nowMs: number;
  waitedMs = 0;
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }
  nowMs(): number {
    return this.#nowMs;
  }
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#nowMs += ms;
    this.waitedMs += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }
  /** Sets the time; never backwards. */
  moveTo(nowMs: number): void {
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
  }
}

/** Time that passes `factor` times faster than real time from `startMs` on, so that several processes can share it. */
export class ScaledClock implements Clock {
  readonly #startMs: number;
  readonly #factor: number;
  constructor(startMs: number, factor: number) {
    this.#startMs = startMs;
    this.#factor = factor;
  }
  nowMs(): number {
    return Math.round(this.#startMs + (Date.now() - this.#startMs) * this.#factor);
  }
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return realClock.sleep(ms / this.#factor, signal);
  }
}
