// Drives a CMS package on CloudStack to its end while killing `apply` at named instants, as a power cut would. The simulator
// runs in another process and counts what really happened.
import type { FaultPoint } from '../../src/base/fault-point.ts';
import {
  type CloudStackEstate,
  deleteLicences,
  fileTheEnd,
  NAME,
  runAll,
  startCloudStackEstate,
  toTheLicences,
} from '../helpers/cloudstack-estate.ts';
import type { Kill } from './kill-apply.ts';

export interface DrivenPackage {
  /** Instants that really struck. */
  readonly struck: ReadonlySet<FaultPoint>;
  /** Kills that struck, by the effect that was the last to be begun; `''`: before any. */
  readonly struckAt: ReadonlyMap<string, number>;
  readonly unexpected: readonly string[];
  /** Everything that took effect at the account, in order. */
  readonly changes: readonly string[];
  readonly world: Awaited<ReturnType<CloudStackEstate['world']>>;
  readonly status: string;
  readonly verifyCode: number;
}

const ROUNDS_MAX = 200;

/** `nextKill(i)`: what the i-th round is killed by; undefined lets it run for one effect. Throws where it never ends. */
export async function drivePackageUnderKills(nextKill: (round: number) => Kill | undefined): Promise<DrivenPackage> {
  const estate = await startCloudStackEstate();
  try {
    await toTheLicences(estate);
    await deleteLicences(estate);
    await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
    const struck = new Set<FaultPoint>();
    const struckAt = new Map<string, number>();
    const unexpected: string[] = [];
    let done = false;
    for (let round = 0; round < ROUNDS_MAX && !done; round += 1) {
      const kill = nextKill(round);
      const ran =
        kill === undefined
          ? await estate.run(['apply', NAME, '--effects-max', '1', '--format', 'json'])
          : await estate.run(['apply', NAME, '--format', 'json'], { KAIYAKU_FAULT: `${kill.point}#${kill.nth}` });
      if (ran.signal === 'SIGKILL') {
        struck.add(kill!.point);
        const begun = (await estate.entries()).findLast((entry) => entry.kind === 'intended')?.body.effect ?? '';
        struckAt.set(begun, (struckAt.get(begun) ?? 0) + 1);
      } else if (ran.code === 11) {
        const { steps } = JSON.parse(ran.out) as { steps: { id: string; verdict: string }[] };
        done = steps.find(({ id }) => id === 'expunge-servers')?.verdict === 'done';
        if (!done) await estate.run(['approve', NAME, '--confirm', NAME]);
      } else if (ran.code !== 15 && ran.code !== 16)
        unexpected.push(`${round} ${kill?.point ?? ''}: exit ${ran.code} ${ran.err}`);
    }
    if (!done) throw new Error(`never came to an end\n${unexpected.join('\n')}`);
    const changes = (await estate.changes()).map(({ what, id }) => `${what} ${id}`);
    const world = await estate.world();
    await fileTheEnd(estate);
    await runAll(estate, ['apply', NAME]);
    const verified = await estate.run(['verify', NAME]);
    const { out: status } = await estate.run(['status', NAME]);
    return { struck, struckAt, unexpected, changes, world, status, verifyCode: verified.code };
  } finally {
    await estate.close();
  }
}
