// Drives one contract to its end while killing `apply` at named instants, as a power cut would. The simulators run in other
// processes and count what really happened.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultPoint } from '../../src/base/fault-point.ts';
import { type Estate, NAME, removeReferences, startEstate, toTheNotice } from '../helpers/estate.ts';
import type { Entry } from '../../src/journal/entry.ts';

/** One kill: the n-th time that this instant is reached in one `apply`. */
export interface Kill {
  readonly point: FaultPoint;
  readonly nth: number;
}

export interface Driven {
  /** Kills that really struck. */
  readonly killed: number;
  readonly inDoubt: number;
  readonly entries: readonly Entry[];
  /** Deletions that took effect at the API, by object id. */
  readonly deletions: ReadonlyMap<string, number>;
  readonly resets: number;
  readonly statusCode: number;
  readonly status: string;
  readonly verifyCode: number;
}

const ROUNDS_MAX = 400;

/**
 * `nextKill(i)`: what the i-th round is killed by; undefined lets it run for one effect. `prepared` may change the contract
 * before it is opened.
 */
export async function driveUnderKills(
  nextKill: (round: number) => Kill | undefined,
  prepared: (estate: Estate) => Promise<unknown> = async () => undefined,
): Promise<Driven> {
  const estate = await startEstate();
  try {
    await prepared(estate);
    await toTheNotice(estate);
    await removeReferences(estate);
    const approved = await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
    if (approved.code !== 0) throw new Error(`approve: ${approved.out}${approved.err}`);
    let [killed, inDoubt] = [0, 0];
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const kill = nextKill(round);
      const env: Record<string, string> = kill === undefined ? {} : { KAIYAKU_FAULT: `${kill.point}#${kill.nth}` };
      const ran = await estate.run(
        ['apply', NAME, '--format', 'json', ...(kill === undefined ? ['--effects-max', '1'] : [])],
        env,
      );
      if (ran.signal === 'SIGKILL') killed += 1;
      else if (ran.code === 0) return { killed, inDoubt, ...(await outcomeOf(estate)) };
      else if (ran.code === 12) {
        inDoubt += 1;
        await settleByHand(estate);
      } else if (ran.code === 11) await estate.run(['approve', NAME, '--all', '--confirm', NAME]);
      else if (ran.code !== 15 && ran.code !== 16) throw new Error(`apply exits ${ran.code}\n${ran.out}\n${ran.err}`);
    }
    throw new Error('never came to an end');
  } finally {
    await estate.close();
  }
}

async function entriesOf(estate: Estate): Promise<Entry[]> {
  const text = await readFile(join(estate.folder, '.kaiyaku', NAME, 'journal.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}

/** What a person would do: look at the device, and say what they saw. */
async function settleByHand(estate: Estate): Promise<void> {
  const entries = await entriesOf(estate);
  const open = entries.findLast((entry) => entry.kind === 'intended');
  if (open === undefined) throw new Error('in doubt without an attempt');
  const as = (await estate.resets()) > 0 ? 'done' : 'not-done';
  const ran = await estate.run([
    'settle',
    NAME,
    '--entry',
    String(open.seq),
    '--as',
    as,
    '--reason',
    'looked at the console',
  ]);
  if (ran.code !== 0) throw new Error(`settle: ${ran.out}${ran.err}`);
}

async function outcomeOf(estate: Estate): Promise<Omit<Driven, 'killed' | 'inDoubt'>> {
  const deletions = new Map<string, number>();
  for (const { call, id, kind, to } of await estate.transitions())
    if (call.startsWith('DELETE ') && to === null && kind !== 'interface')
      deletions.set(`${kind} ${id}`, (deletions.get(`${kind} ${id}`) ?? 0) + 1);
  const status = await estate.run(['status', NAME]);
  const verified = await estate.run(['verify', NAME]);
  return {
    entries: await entriesOf(estate),
    deletions,
    resets: await estate.resets(),
    statusCode: status.code,
    status: status.out,
    verifyCode: verified.code,
  };
}
