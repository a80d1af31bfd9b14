// Contexts for the tests of executors: a moved clock, evidence and notes in memory. Only for tests.
import { sha256Hex } from '../../src/base/canonical-json.ts';
import { type Clock, MovedClock } from '../../src/base/clock.ts';
import type { ActContext, EvidenceSink, LookContext } from '../../src/executors/port.ts';

export const START_MS = Date.parse('2026-12-01T00:00:00Z');

export function lookContext(signal?: AbortSignal, clock: Clock = new MovedClock(START_MS)): LookContext {
  return { clock, progress: () => {}, ...(signal === undefined ? {} : { signal }) };
}

/** For executors that file none. */
export const NO_EVIDENCE: EvidenceSink = {
  put: () => Promise.reject(new Error('this executor files no evidence')),
};

export interface RecordedActContext extends ActContext {
  readonly notes: string[];
  readonly filed: Map<string, string>;
}

/** `fault` runs at the executor's own crash point. */
export function actContext(
  options: { signal?: AbortSignal; fault?: () => void; clock?: Clock } = {},
): RecordedActContext {
  const notes: string[] = [];
  const filed = new Map<string, string>();
  const evidence: EvidenceSink = {
    put: async (name, content) => {
      filed.set(name, Buffer.from(content).toString('utf8'));
      return { sha256: sha256Hex(content), name, bytes: Buffer.from(content).length };
    },
  };
  const note = async (line: string) => {
    notes.push(line);
  };
  return {
    ...lookContext(options.signal, options.clock),
    key: 'attempt-1',
    evidence,
    note,
    fault: options.fault ?? (() => {}),
    notes,
    filed,
  };
}
