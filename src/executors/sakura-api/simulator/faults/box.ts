// Which calls of the simulated API a fault is for.
import { userError } from '../../../../base/errors.ts';
import { FaultBox } from '../../../../base/fault-box.ts';
import { readFault, type Fault, type FaultSpec } from './spec.ts';

export interface Meeting {
  readonly method: string;
  /** `/is1b/server/113…` */
  readonly path: string;
  /** `GET /server/:id`; undefined where no route matches. */
  readonly call: string | undefined;
}

interface Read {
  readonly fault: Fault;
  readonly pattern: RegExp | undefined;
}

const FOR_WRITES = new Set(['eventual-consistency', 'comes-back', 'accepted-not-done']);

export const faultBox = (specs?: readonly FaultSpec[]) =>
  new FaultBox<FaultSpec, Read, Meeting>({ read, concerns, turns: ({ fault }) => fault.match }, specs);
export type Faults = ReturnType<typeof faultBox>;

function read(spec: FaultSpec): Read {
  const fault = readFault(spec);
  const { path } = fault.match;
  return { fault, pattern: path === undefined ? undefined : compile(path) };
}

function compile(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (cause) {
    throw userError('fault-spec', `match.path is not a regular expression: ${source}`, { cause });
  }
}

function concerns({ fault, pattern }: Read, { method, path, call }: Meeting): boolean {
  const { match, name } = fault;
  if (match.method !== undefined && match.method !== method) return false;
  if (match.call !== undefined && match.call !== call) return false;
  if (FOR_WRITES.has(name) && method === 'GET') return false;
  if (name === 'partial-page' && method !== 'GET') return false;
  return pattern === undefined || pattern.test(path);
}
