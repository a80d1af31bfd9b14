// What happened to the simulated device, for whoever checks afterwards. Holds no password and no key.
import type { Clock } from '../../../base/clock.ts';
import { RECORD_ENTRIES_MAX } from './limits.ts';

/** One change of the device. `from` and `to` read `power/configuration/licence`, e.g. `up/configured/valid`. */
export interface FortigateTransition {
  /** ISO 8601, from the given clock. */
  readonly at: string;
  /** What was called: `execute factoryreset y`, `scp -t vmlicense`, `power down`, `set output standard`… */
  readonly call: string;
  readonly from: string;
  readonly to: string;
}

/** One answered login attempt. */
export interface FortigateLogin {
  readonly at: string;
  readonly method: string;
  readonly user: string;
  readonly accepted: boolean;
}

export class DeviceRecord {
  readonly transitions: FortigateTransition[] = [];
  readonly logins: FortigateLogin[] = [];
  /** Command lines as they arrived; answers to hidden questions are not among them. */
  readonly received: string[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  transition(call: string, from: string, to: string): void {
    keep(this.transitions, { at: this.#now(), call, from, to });
  }

  login(method: string, user: string, accepted: boolean): void {
    keep(this.logins, { at: this.#now(), method, user, accepted });
  }

  command(line: string): void {
    keep(this.received, line);
  }

  #now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }
}

function keep<T>(entries: T[], entry: T): void {
  entries.push(entry);
  if (entries.length > RECORD_ENTRIES_MAX) entries.shift();
}
