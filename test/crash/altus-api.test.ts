// SIGKILL in the middle of `apply` of a contract on a CloudStack API, at every named instant of its effects in turn: resumed, it
// comes to the same end, and the simulator counts every change once.
import { expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import {
  deleteLicences,
  DEFAULT_IDS as ids,
  fileTheEnd,
  NAME,
  runAll,
  startCloudStackEstate,
  toTheLicences,
} from '../helpers/cloudstack-estate.ts';

const TIMEOUT_MS = 600_000;
const ROUNDS_MAX = 200;
/** Effects of the contract: rules, static NAT, addresses, servers twice, volumes. */
const EFFECTS = 13;

test(
  'kills at changing instants of every effect end in the same world, each change once',
  { timeout: TIMEOUT_MS },
  async () => {
    const estate = await startCloudStackEstate();
    try {
      await toTheLicences(estate);
      await deleteLicences(estate);
      await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
      const struck = new Set<string>();
      const unexpected: string[] = [];
      let done = false;
      for (let round = 0; round < ROUNDS_MAX && !done; round += 1) {
        // Every other round goes one effect on, so that the next kill meets the next effect at another instant.
        const point = round % 2 === 1 ? undefined : FAULT_POINTS[(round / 2) % FAULT_POINTS.length]!;
        const ran =
          point === undefined
            ? await estate.run(['apply', NAME, '--effects-max', '1', '--format', 'json'])
            : await estate.run(['apply', NAME, '--format', 'json'], { KAIYAKU_FAULT: `${point}#1` });
        if (ran.signal === 'SIGKILL') struck.add(point!);
        else if (ran.code === 11) {
          const { steps } = JSON.parse(ran.out) as { steps: { id: string; verdict: string }[] };
          done = steps.find(({ id }) => id === 'expunge-servers')?.verdict === 'done';
          if (!done) await estate.run(['approve', NAME, '--confirm', NAME]);
        } else if (ran.code !== 15 && ran.code !== 16)
          unexpected.push(`${round} ${point ?? ''}: exit ${ran.code} ${ran.err}`);
      }
      expect({ done, unexpected }).toEqual({ done: true, unexpected: [] });
      expect([...struck].sort()).toEqual([...FAULT_POINTS].sort());
      const changes = (await estate.changes()).map(({ what, id }) => `${what} ${id}`);
      expect(new Set(changes).size).toBe(changes.length);
      expect(changes).toHaveLength(EFFECTS);
      const { machines, addresses, volumes } = await estate.world();
      expect(machines.map(({ id }) => id)).toEqual([ids.otherServer]);
      expect(addresses.map(({ id }) => id)).toEqual([ids.sourceNat, ids.plainAddress]);
      expect(volumes.map(({ id }) => id)).toEqual([ids.otherRoot]);
      await fileTheEnd(estate);
      await runAll(estate, ['apply', NAME], ['verify', NAME]);
      expect((await estate.run(['status', NAME])).out).toContain('complete');
    } finally {
      await estate.close();
    }
  },
);
