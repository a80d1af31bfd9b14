// `engine: terraform` under SIGKILL of either process and under SIGINT: the same end, nothing twice, no lock left unsaid. With the
// real program; where there is none the tests are skipped and say so.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { attachTerraform } from '../helpers/attached-terraform.ts';
import {
  applyToTheEnd,
  type Estate,
  NAME,
  removeReferences,
  runAll,
  startEstate,
  toTheNotice,
} from '../helpers/estate.ts';
import { jsonOf, KAIYAKU } from '../helpers/run-kaiyaku.ts';
import { driveUnderKills } from './kill-apply.ts';

const TIMEOUT_MS = 600_000;
/** What asks it to stop, with a provider version; the second one in the long run. */
const SIGNALS = (
  [
    ['SIGINT', 3],
    ['SIGTERM', 2],
  ] as const
).slice(0, process.env['KAIYAKU_FULL'] === '1' ? 2 : 1);

/** Deletions that took effect, by object. */
async function deletions(estate: Estate): Promise<Map<string, number>> {
  const counted = new Map<string, number>();
  for (const { call, id, kind, to } of await estate.transitions())
    if (call.startsWith('DELETE ') && to === null && kind !== 'interface')
      counted.set(`${kind} ${id}`, (counted.get(`${kind} ${id}`) ?? 0) + 1);
  return counted;
}

describe.skipIf(WITHOUT_TERRAFORM !== '')(`engine terraform${WITHOUT_TERRAFORM}`, { timeout: TIMEOUT_MS }, () => {
  test('kills of apply at changing instants end in the same world', async () => {
    const points = FAULT_POINTS.filter((point) => point.startsWith('effect.') && point !== 'effect.before-intended');
    let stop = () => {};
    const driven = await driveUnderKills(
      (round) => (round % 2 === 1 ? undefined : { point: points[(round / 2) % points.length]!, nth: 1 }),
      async (estate) => {
        stop = await attachTerraform(estate);
      },
    ).finally(() => stop());
    expect(driven.killed).toBeGreaterThan(5);
    expect(driven.resets).toBe(1);
    expect([...driven.deletions.values()].every((count) => count === 1)).toBe(true);
    expect(driven.deletions.size).toBe(12);
    expect(driven.status).toContain('complete');
    expect(driven.verifyCode).toBe(0);
  });

  test('kills of terraform in the middle of each apply: looked at, not believed; the next run goes on', async () => {
    const estate = await startEstate();
    // Killed at once, or a moment later, on the first apply of each plan; on the second it is the real one. Only a program that
    // died of the signal is counted.
    const script = `#!/bin/sh
if [ "$1" = apply ] && [ ! -e killed-once ]; then
  touch killed-once
  echo tried >> ../../../tried
  terraform "$@" & pid=$!
  sleep 0.0$(( ($(wc -l < ../../../tried) - 1) % 3 * 4 ))
  kill -KILL $pid
  wait $pid
  [ $? = 137 ] && echo killed >> ../../../killed
  exit 137
fi
if [ "$1" = apply ]; then rm -f killed-once; fi
exec terraform "$@"
`;
    const stop = await attachTerraform(estate, 2, { script });
    try {
      await toTheNotice(estate);
      await removeReferences(estate);
      let last = await applyToTheEnd(estate, 60);
      for (let round = 0; round < 40 && last.code !== 0; round += 1) last = await applyToTheEnd(estate, 60);
      expect(last.code, last.out + last.err).toBe(0);
      const lines = async (name: string) =>
        (await readFile(join(estate.folder, name), 'utf8')).trim().split('\n').length;
      const [tried, killed] = [await lines('tried'), await lines('killed')];
      const undone = (await estate.entries()).filter(({ kind }) => kind === 'failed' || kind === 'settled');
      expect(tried).toBeGreaterThan(5);
      // Every third is killed before it can have begun: an attempt that nobody may call done.
      const atOnce = Math.floor(tried / 3);
      expect(killed).toBeGreaterThanOrEqual(atOnce);
      expect(undone.length).toBeGreaterThanOrEqual(atOnce);
      expect([...(await deletions(estate)).values()].every((count) => count === 1)).toBe(true);
      expect((await estate.run(['verify', NAME])).code).toBe(0);
    } finally {
      stop();
      await estate.close();
    }
  });

  test.each(SIGNALS)(
    '%s while terraform works: it is waited for, the folder is private, and the next run ends it',
    async (signal, version) => {
      const estate = await startEstate();
      // Says when it has begun to apply what deletes.
      const script = `#!/bin/sh\nif [ "$1" = apply ]; then touch ../../../applying; sleep 1; fi\nexec terraform "$@"\n`;
      const stop = await attachTerraform(estate, version, { script });
      try {
        await toTheNotice(estate);
        await removeReferences(estate);
        await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
        const { code, out } = await interrupted(estate, signal, join(estate.folder, 'applying'));
        expect([130, 11, 15, 16], out).toContain(code);
        const folder = join(estate.folder, '.kaiyaku', NAME, 'terraform');
        expect(statSync(folder).mode & 0o777).toBe(0o700);
        expect(readdirSync(folder)).not.toContain('.terraform.tfstate.lock.info');
        const last = await applyToTheEnd(estate, 60);
        expect(jsonOf<{ outcome: string }>(last).outcome).toBe('complete');
        expect([...(await deletions(estate)).values()].every((count) => count === 1)).toBe(true);
      } finally {
        stop();
        await estate.close();
      }
    },
  );

  /** `apply`, told to stop once the file is there. */
  async function interrupted(
    estate: Estate,
    signal: NodeJS.Signals,
    file: string,
  ): Promise<{ code: number | null; out: string }> {
    const child = spawn(process.execPath, [KAIYAKU, 'apply', NAME], {
      cwd: estate.folder,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...estate.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (out += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const watch = setInterval(() => {
      if (!existsSync(file)) return;
      clearInterval(watch);
      child.kill(signal);
    }, 20);
    const code = await ended;
    clearInterval(watch);
    return { code, out };
  }
});
