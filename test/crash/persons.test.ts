// A contract that persons end, every command of it killed at every instant of the journal: what was acknowledged is kept, the
// same command is given again, and the end is the same as without a kill.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { addDays, civilDateInJapan } from '../../src/calendar/civil-date.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000 });

const INSTANTS = FAULT_POINTS.filter((name) => name.startsWith('journal.'));
const today = civilDateInJapan(Date.now());
const endsOn = addDays(today, 60);
const PROOF = ['--file', 'reply.txt'];

/** Ends `examples/altus/letters-only.yaml`, one entry a command. */
const COMMANDS: readonly (readonly string[])[] = [
  ['open', 'pkg.yaml'],
  ['request', 'pkg', 'notify-sales'],
  ['attest', 'pkg', 'notify-sales', '--set', `toldOn=${today}`, ...PROOF],
  ['approve', 'pkg', '--step', 'return-notice', '--confirm', 'pkg'],
  ['request', 'pkg', 'return-notice'],
  ['attest', 'pkg', 'return-notice', '--set', `sentOn=${today}`, '--set', `endsOn=${endsOn}`, ...PROOF],
  ['attest', 'pkg', 'close', '--set', `goneOn=${today}`, ...PROOF],
  ['apply', 'pkg'],
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-persons-crash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function entries(cwd: string): Promise<Entry[]> {
  const text = await readFile(join(cwd, '.kaiyaku/pkg/journal.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}

test.each(INSTANTS)('killed at %s, and gone on with', async (instant) => {
  const cwd = await mkdtemp(join(folder, 'run-'));
  const example = await readFile('examples/altus/letters-only.yaml', 'utf8');
  await writeFile(join(cwd, 'pkg.yaml'), example.replace(/^endOn:.*$/m, `endOn: ${endsOn}`));
  await writeFile(join(cwd, 'reply.txt'), 'their reply');
  for (const args of COMMANDS) {
    const killed = await runKaiyaku(args, { cwd, env: { KAIYAKU_FAULT: instant } });
    expect(killed.signal, `${args.join(' ')}: ${killed.out}${killed.err}`).toBe('SIGKILL');
    const again = await runKaiyaku([...args, '--format', 'json'], { cwd });
    // What was written before the kill may be all there is to say.
    const already = again.code === 0 || /already|nothing/.test(again.out + again.err);
    expect(already, `${args.join(' ')}: ${again.code} ${again.out}${again.err}`).toBe(true);
  }
  const verified = await runKaiyaku(['verify', 'pkg', '--format', 'json'], { cwd });
  expect(verified.code, verified.out + verified.err).toBe(0);
  const status = jsonOf<{ closed?: unknown }>(await runKaiyaku(['status', 'pkg', '--format', 'json'], { cwd }));
  expect(JSON.stringify(status)).toContain('completed');
  const all = await entries(cwd);
  for (const kind of ['opened', 'closed']) expect(all.filter((entry) => entry.kind === kind)).toHaveLength(1);
  const attested = new Set(all.flatMap((entry) => (entry.kind === 'attested' ? [entry.body.step] : [])));
  expect([...attested]).toEqual(['notify-sales', 'return-notice', 'close']);
});
