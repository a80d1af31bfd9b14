// A contract whose DNS record goes before its address, killed at named instants of that effect alone: an estate stands right before
// it, each kill gets a copy of the folder and the API's world as it was.
import { expect } from 'vitest';
import type { FaultPoint } from '../../src/base/fault-point.ts';
import { DEFAULT_IDS as IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';

const STEP = 'remove-dns-records';
const APPLY = ['apply', NAME, '--until', STEP, '--format', 'json'];
const SECTION = `dns:
  - id: "${IDS.dns}"
    domain: example.jp
    records: [{ name: vpn, type: A, data: 203.0.113.4 }]
licenceFiles:`;
const ROUNDS_MAX = 10;

/** Its world and its folder stand where the record is the next thing to go. */
export interface BeforeTheRecord {
  readonly estate: Estate;
  readonly world: unknown;
}

export async function beforeTheRecord(): Promise<BeforeTheRecord> {
  const estate = await startEstate();
  await estate.edit('licenceFiles:', SECTION);
  await toTheNotice(estate);
  await estate.change({ remove: { collection: 'items', id: IDS.monitor } });
  await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
  await estate.run(['apply', NAME, '--until', 'delete-licence-file']);
  return { estate, world: await estate.world() };
}

/** Writes of the zone that took effect. */
const writes = async (estate: Estate) => (await estate.transitions()).filter(({ kind }) => kind === 'dns').length;

/**
 * The n-th time that this instant is reached in one `apply` it dies; then it runs until the step is closed. `unanswered`: the write
 * takes effect, and the connection is cut instead of an answer. Expects one write, the other records untouched, and a sound journal; returns whether
 * the kill struck.
 */
export async function killedAt(
  { estate, world }: BeforeTheRecord,
  point: FaultPoint,
  nth: number,
  unanswered = false,
): Promise<boolean> {
  await estate.clearFaults();
  await estate.restore(world);
  const branch = await estate.branch();
  const before = await writes(branch);
  if (unanswered)
    await estate.fault({ name: 'timeout-after', how: 'reset', match: { method: 'PUT', path: '/commonserviceitem/' } });
  try {
    const hurt = await branch.run(APPLY, { KAIYAKU_FAULT: `${point}#${nth}` });
    await estate.clearFaults();
    let last = await branch.run(APPLY);
    for (let round = 0; round < ROUNDS_MAX && last.code === 16; round += 1) last = await branch.run(APPLY);
    expect([0, 15], `${point}#${nth}: ${last.out}${last.err}`).toContain(last.code);
    expect((await writes(branch)) - before, `${point}#${nth}`).toBe(1);
    const entries = (await branch.entries()).filter(
      ({ body }) => 'effect' in body && String(body.effect).startsWith(`${STEP}/`),
    );
    const kinds = entries.map(({ kind }) => kind);
    // An attempt that cannot have begun is recorded as such and made again; what was done is proven once.
    expect(kinds.slice(-3), `${point}#${nth}`).toEqual(['intended', 'done', 'verified']);
    expect(kinds.slice(0, -3).filter((kind) => kind !== 'intended' && kind !== 'failed')).toEqual([]);
    expect(await records(branch)).toEqual(['@ MX', 'web A']);
    expect((await branch.run(['verify', NAME])).code).toBe(0);
    return hurt.signal === 'SIGKILL';
  } finally {
    await branch.close();
  }
}

async function records(estate: Estate): Promise<string[]> {
  const { global } = (await estate.world()) as {
    global: { items: { id: string; settings: { DNS: { ResourceRecordSets: { Name: string; Type: string }[] } } }[] };
  };
  const zone = global.items.find(({ id }) => id === IDS.dns)!;
  return zone.settings.DNS.ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`);
}
