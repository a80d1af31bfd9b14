// Failures on order, for simulators: which wait, and which of them a call meets. What a fault does stands where it happens.
import { userError } from './errors.ts';

/** Faults that wait at one time. */
const FAULTS_MAX = 1_000;

/** When a fault happens, counted in the calls that it is for. */
export interface Turns {
  /** The first of them that fails, from 1; default 1. */
  readonly nth?: number;
  /** How many fail from there on; default 1. */
  readonly times?: number | 'always';
}

interface FaultRules<Spec, Fault, Call> {
  /** A fault comes by HTTP or from a command line: throws `userError('fault-spec')` for one that nobody knows. */
  readonly read: (spec: Spec) => Fault;
  readonly concerns: (fault: Fault, call: Call) => boolean;
  readonly turns: (fault: Fault) => Turns | undefined;
}

export class FaultBox<Spec, Fault, Call> {
  readonly #rules: FaultRules<Spec, Fault, Call>;
  #waiting: { readonly fault: Fault; seen: number }[] = [];

  constructor(rules: FaultRules<Spec, Fault, Call>, specs: readonly Spec[] = []) {
    this.#rules = rules;
    for (const spec of specs) this.add(spec);
  }

  /** Throws what `read` throws, and `userError('too-many-faults')`. */
  add(spec: Spec): void {
    if (this.#waiting.length >= FAULTS_MAX) throw userError('too-many-faults', `at most ${FAULTS_MAX} faults wait`);
    this.#waiting.push({ fault: this.#rules.read(spec), seen: 0 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** What waits, with the number of calls each has counted. */
  list(): readonly { readonly fault: Fault; readonly seen: number }[] {
    return this.#waiting.map((one) => ({ ...one }));
  }

  /** Every fault that this call meets; each that is for such calls counts it. */
  meet(call: Call): Fault[] {
    return [...this.#met(call)];
  }

  /** The first of them; those behind it do not count the call. */
  meetFirst(call: Call): Fault | undefined {
    for (const fault of this.#met(call)) return fault;
    return undefined;
  }

  *#met(call: Call): Generator<Fault> {
    for (const waiting of this.#waiting) {
      if (!this.#rules.concerns(waiting.fault, call)) continue;
      waiting.seen += 1;
      const { nth = 1, times = 1 } = this.#rules.turns(waiting.fault) ?? {};
      if (waiting.seen >= nth && (times === 'always' || waiting.seen < nth + times)) yield waiting.fault;
    }
  }
}

/** For faults that are known by their names alone. */
export function readByName<Spec extends { readonly name: string }>(names: readonly Spec['name'][]) {
  return (spec: Spec): Spec => {
    if (names.includes(spec?.name)) return spec;
    throw userError('fault-spec', `no fault ${spec?.name}`, { next: `faults: ${names.join(', ')}` });
  };
}
