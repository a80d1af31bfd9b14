// The simulated account: one state, changed only through `change`, which finds out what really changed. Time passes
// only here: whatever is due is carried out, in order and at its own instant, before anybody looks. No timers.
import type { Clock } from '../../../../base/clock.ts';
import type { Json } from '../../../../base/canonical-json.ts';
import { bugError } from '../../../../base/errors.ts';
import { NEW_ID_TRIES_MAX, SETTLE_EVENTS_MAX, TRANSITIONS_MAX } from '../limits.ts';
import { jstText } from '../jst.ts';
import { carryOut } from './carry-out.ts';
import { differences, locate, type Difference } from './diff.ts';
import type { NewEvent, PendingEvent } from './events.ts';
import type { WorldState } from './file.ts';

/** One effective change of one object. `from` null: it appeared; `to` null: it is gone; else the changed fields. */
export interface Transition {
  /** RFC 3339, Japan. */
  readonly at: string;
  /** `DELETE /server/:id`, or `time`, `change`, `fault comes-back`. */
  readonly call: string;
  readonly kind: string;
  readonly id: string;
  /** null for objects without a zone. */
  readonly zone: string | null;
  readonly from: { readonly [key: string]: Json } | null;
  readonly to: { readonly [key: string]: Json } | null;
}

export class World {
  state: WorldState;
  readonly transitions: Transition[] = [];
  readonly #clock: Clock;
  readonly #timeScale: number;
  readonly #listeners: ((transition: Transition) => void)[] = [];
  /** The instant of the event being carried out; else the clock's. */
  #eventMs: number | undefined;

  constructor(state: WorldState, clock: Clock, timeScale: number) {
    this.state = state;
    this.#clock = clock;
    this.#timeScale = timeScale;
  }

  nowMs(): number {
    return this.#eventMs ?? this.#clock.nowMs();
  }
  now(): string {
    return jstText(this.nowMs());
  }

  onTransition(listener: (transition: Transition) => void): void {
    this.#listeners.push(listener);
  }

  /** A new id, 12 digits, never used before. */
  newId(): string {
    const used = new Set([...locate(this.state).values()].map((found) => found.id));
    for (let tries = 0; tries < NEW_ID_TRIES_MAX; tries += 1) {
      const id = this.state.nextId;
      this.state.nextId = String(Number(id) + 1);
      if (!used.has(id)) return id;
    }
    throw bugError('no-free-id', 'the simulator found no free id');
  }

  /** Lets the platform do something `delayMs` after now, divided by the time scale. */
  schedule(delayMs: number, event: NewEvent): void {
    this.state.pending.push({ ...event, atMs: this.nowMs() + delayMs / this.#timeScale });
  }

  /** Carries out whatever is due. To be called before every look and every change. */
  settle(): void {
    const nowMs = this.#clock.nowMs();
    for (let count = 0; ; count += 1) {
      const due = earliest(this.state.pending.filter((event) => event.atMs <= nowMs));
      if (due === undefined) return;
      if (count >= SETTLE_EVENTS_MAX) throw bugError('settle-loop', 'the simulated platform does not come to rest');
      this.state.pending = this.state.pending.filter((event) => event !== due);
      this.#eventMs = due.atMs;
      try {
        this.#record(due.kind === 'restore' ? 'fault comes-back' : 'time', () => carryOut(this, due));
      } finally {
        this.#eventMs = undefined;
      }
    }
  }

  /** Runs a change and records what it changed; a change that throws changes nothing. */
  change<T>(call: string, run: () => T): { result: T; changed: Difference[]; before: WorldState } {
    this.settle();
    return this.#record(call, run);
  }

  /** Runs a change on a copy that is then thrown away: the fault `accepted-not-done`. */
  pretend<T>(run: () => T): T {
    this.settle();
    const before = this.state;
    this.state = structuredClone(before);
    try {
      return run();
    } finally {
      this.state = before;
    }
  }

  #record<T>(call: string, run: () => T): { result: T; changed: Difference[]; before: WorldState } {
    const before = structuredClone(this.state);
    let result: T;
    try {
      result = run();
    } catch (error) {
      this.state = before;
      throw error;
    }
    const changed = differences(before, this.state);
    this.#endBilling(changed);
    for (const { kind, id, zone, from, to } of changed) this.#tell({ at: this.now(), call, kind, id, zone, from, to });
    return { result, changed, before };
  }

  /** CHOICE: a bill line that names a resource ends at the moment the resource is gone; a renewed id takes it along. */
  #endBilling(changed: readonly Difference[]): void {
    for (const { id, to } of changed)
      if (to === null)
        for (const detail of this.state.global.bills.flatMap((bill) => bill.details))
          if (detail.resourceId === id) {
            const renewed = this.state.renewals.findLast((renewal) => renewal.from === id)?.to;
            if (renewed === undefined) detail.contractEndAt = this.now();
            else detail.resourceId = renewed;
          }
  }

  #tell(transition: Transition): void {
    if (this.transitions.length >= TRANSITIONS_MAX)
      throw bugError('too-many-transitions', 'the simulator ran too long');
    this.transitions.push(transition);
    for (const listener of this.#listeners) listener(transition);
  }
}

function earliest(events: readonly PendingEvent[]): PendingEvent | undefined {
  return events.reduce<PendingEvent | undefined>(
    (first, event) => (first === undefined || event.atMs < first.atMs ? event : first),
    undefined,
  );
}
