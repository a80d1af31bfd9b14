// The simulator's own doors, outside the API root and without credentials: `/_world`, `/_transitions`, `/_requests`,
// `/_fault`, `/_change`. For tests and rehearsals; no client of the real API knows them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorDetail, userError } from '../../../../base/errors.ts';
import { applyChanges, readChanges } from '../change.ts';
import type { Faults } from '../faults/box.ts';
import type { FaultSpec } from '../faults/spec.ts';
import type { World } from '../world/world.ts';
import { readBody, writeText } from './exchange.ts';

export interface Doors {
  readonly world: World;
  readonly faults: Faults;
  readonly requests: readonly unknown[];
}

export async function serveAdmin(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const text = await readBody(request);
    const result = answer(doors, `${request.method} ${(request.url ?? '').split('?')[0]}`, text);
    writeText(response, 200, JSON.stringify(result));
  } catch (error) {
    const { code, kind, message } = errorDetail(error);
    const status = code === 'no-such-door' ? 404 : kind === 'bug' ? 500 : 400;
    writeText(response, status, JSON.stringify({ error: code, message }));
  }
}

function answer({ world, faults, requests }: Doors, what: string, text: string): unknown {
  world.settle();
  switch (what) {
    case 'GET /_world':
      return world.state;
    case 'GET /_transitions':
      return world.transitions;
    case 'GET /_requests':
      return requests;
    case 'GET /_fault':
      return faults.list().map(({ fault, seen }) => ({ fault: fault.fault, seen }));
    case 'POST /_fault':
      for (const spec of [parse(text)].flat()) faults.add(spec as FaultSpec);
      return { faults: faults.list().length };
    case 'DELETE /_fault':
      faults.clear();
      return { faults: 0 };
    case 'POST /_change':
      applyChanges(world, readChanges(parse(text)));
      return { transitions: world.transitions.length };
    default:
      throw userError('no-such-door', `the simulator has no ${what}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw userError('not-json', 'the body is not JSON', { cause });
  }
}
