// SIGKILL in the middle of `apply` of a Clara contract with Plesk, at every named instant in turn: resumed, it comes to the same
// end, and the simulator counts the move and the deletion once each.
import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import {
  afterDeletion,
  fileTheEnd,
  NAME,
  names,
  PERSONS,
  type PleskEstate,
  type Said,
  startPleskEstate,
} from '../helpers/plesk-estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

const TIMEOUT_MS = 600_000;
const ROUNDS_MAX = 150;
/** So many that every instant is met by some effect. */
const MORE = Array.from({ length: 6 }, (_, at) => `campaign-${at + 1}.example`);
const DELETED = [names.deleted, ...MORE];

test.each(['api', 'ssh'] as const)(
  'kills at changing instants of every effect end in the same world, each change once (by %s)',
  { timeout: TIMEOUT_MS },
  async (by) => {
    const estate = await startPleskEstate(by, MORE);
    try {
      await estate.all(['open', NAME]);
      const struck = new Set<string>();
      const unexpected: string[] = [];
      let done = false;
      for (let round = 0; round < ROUNDS_MAX && !done; round += 1) {
        // Every other round goes one effect on, so that the next kill meets the next effect at another instant.
        // Some instants are met by a deletion only: what has not struck yet goes first.
        const left = FAULT_POINTS.filter((one) => !struck.has(one));
        const points = left.length > 0 ? left : FAULT_POINTS;
        const point = round % 2 === 1 ? undefined : points[(round / 2) % points.length]!;
        const ran =
          point === undefined
            ? await estate.apply('--effects-max', '1')
            : await estate.run(['apply', NAME, '--format', 'json'], { KAIYAKU_FAULT: `${point}#1` });
        if (ran.signal === 'SIGKILL') struck.add(point!);
        else if (ran.code === 10 || ran.code === 11) {
          done = jsonOf<Said>(ran).steps.find(({ id }) => id === 'address-unused')?.verdict === 'done';
          if (!done) await personsAct(estate, jsonOf<Said>(ran));
        } else if (ran.code !== 15 && ran.code !== 16)
          unexpected.push(`${round} ${point ?? ''}: exit ${ran.code} ${ran.err}`);
      }
      expect({ done, unexpected }).toEqual({ done: true, unexpected: [] });
      const changes = (await estate.changes()).filter((one) => !one.startsWith('backed up'));
      expect(changes).toEqual([
        `web moved ${names.moves}`,
        `mail moved ${names.moves}`,
        ...DELETED.map((name) => `subscription removed ${name}`),
      ]);
      expect([...struck].sort()).toEqual([...FAULT_POINTS].sort());
      expect((await fileTheEnd(estate)).code).toBe(0);
      await estate.all(['verify', NAME]);
      expect((await estate.run(['status', NAME])).out).toContain('complete');
    } finally {
      await estate.close();
    }
  },
);

const WAITING: ReadonlySet<string> = new Set(['waiting-for-person', 'needs-approval']);

/** Whatever is asked of them now. */
async function personsAct(estate: PleskEstate, { steps }: Said): Promise<void> {
  const acts = [...PERSONS, ...MORE.flatMap(afterDeletion)];
  for (const { id } of steps.filter(({ verdict }) => WAITING.has(verdict)))
    for (const args of [['approve', NAME, '--step', id, '--confirm', NAME], ...acts.filter((one) => one[2] === id)])
      if (args[0] === 'attest' || id.startsWith('delete:')) await estate.run(args);
}
