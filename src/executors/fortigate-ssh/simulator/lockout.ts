// FortiOS locks a source address out after three wrong passwords. Only counting here; the caller refuses.
import type { Clock } from '../../../base/clock.ts';
import { LOCKOUT_MS, LOGIN_FAILURES_MAX } from './limits.ts';

export class Lockout {
  readonly #clock: Clock;
  readonly #lockoutMs: number;
  readonly #failures = new Map<string, number>();
  readonly #lockedUntilMs = new Map<string, number>();

  constructor(clock: Clock, timeScale: number) {
    this.#clock = clock;
    this.#lockoutMs = LOCKOUT_MS / timeScale;
  }

  locked(address: string): boolean {
    const untilMs = this.#lockedUntilMs.get(address);
    return untilMs !== undefined && this.#clock.nowMs() < untilMs;
  }

  /** Counts a wrong password; true when it was the one that locks. */
  failed(address: string): boolean {
    const count = (this.#failures.get(address) ?? 0) + 1;
    if (count < LOGIN_FAILURES_MAX) {
      this.#failures.set(address, count);
      return false;
    }
    this.#failures.delete(address);
    this.#lockedUntilMs.set(address, this.#clock.nowMs() + this.#lockoutMs);
    return true;
  }

  succeeded(address: string): void {
    this.#failures.delete(address);
  }

  /** A restart forgets the counters. */
  clear(): void {
    this.#failures.clear();
    this.#lockedUntilMs.clear();
  }
}
