// The faults that wait, and which of them a call meets. Each counts the calls it matches for itself.
import { userError } from '../../../../base/errors.ts';
import { FAULTS_MAX } from '../limits.ts';
import { readFault, type Fault, type FaultSpec } from './spec.ts';

export interface Meeting {
  readonly method: string;
  /** `/is1b/server/113…` */
  readonly path: string;
  /** `GET /server/:id`; undefined where no route matches. */
  readonly call: string | undefined;
}

interface Waiting {
  readonly fault: Fault;
  readonly pattern: RegExp | undefined;
  /** Matching calls so far. */
  seen: number;
}

const FOR_WRITES = new Set(['eventual-consistency', 'comes-back', 'accepted-not-done']);

export class FaultBox {
  #waiting: Waiting[] = [];

  add(spec: FaultSpec): void {
    if (this.#waiting.length >= FAULTS_MAX) throw userError('too-many-faults', `at most ${FAULTS_MAX} faults wait`);
    const fault = readFault(spec);
    const { path } = fault.match;
    this.#waiting.push({ fault, pattern: path === undefined ? undefined : compile(path), seen: 0 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** What waits, with the number of calls each has matched. */
  list(): { fault: Fault; seen: number }[] {
    return this.#waiting.map(({ fault, seen }) => ({ fault, seen }));
  }

  /** Counts the call and returns what it meets. */
  meet(meeting: Meeting): Fault[] {
    const met = this.#waiting.filter((waiting) => matches(waiting, meeting));
    return met.flatMap((waiting) => {
      waiting.seen += 1;
      const { nth, times } = waiting.fault.match;
      const fires = waiting.seen >= nth && (times === 'always' || waiting.seen < nth + times);
      return fires ? [waiting.fault] : [];
    });
  }
}

function compile(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (cause) {
    throw userError('fault-spec', `match.path is not a regular expression: ${source}`, { cause });
  }
}

function matches({ fault, pattern }: Waiting, { method, path, call }: Meeting): boolean {
  const { match, name } = fault;
  if (match.method !== undefined && match.method !== method) return false;
  if (match.call !== undefined && match.call !== call) return false;
  if (FOR_WRITES.has(name) && method === 'GET') return false;
  if (name === 'partial-page' && method !== 'GET') return false;
  return pattern === undefined || pattern.test(path);
}
