// Contracts that persons end, from the front door: check, open, request, approve, attest, close. The days are counted from
// today, because the clock of a contract without a simulator cannot be set.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, addMonthsTo, civilDateInJapan, lastDayOfMonth, monthOf } from '../../src/calendar/civil-date.ts';
import { jsonOf, runKaiyaku } from '../helpers/run-kaiyaku.ts';

const SLOW = { timeout: 240_000 };
let folder = '';
let today = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-persons-'));
  today = civilDateInJapan(Date.now());
  await writeFile(join(folder, 'reply.txt'), 'their reply');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runKaiyaku(args, { cwd: folder });
async function ok(...args: string[]): Promise<string> {
  const ran = await run(...args);
  expect(`${args.join(' ')}: exit ${ran.code} ${ran.err}`).toBe(`${args.join(' ')}: exit 0 `);
  return ran.out;
}
async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, `${name}.yaml`), text);
}

/** A copy of an example, with other days. */
async function copy(example: string, name: string, changes: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(`examples/${example}.yaml`, 'utf8');
  for (const [key, value] of Object.entries(changes))
    text = text.replace(new RegExp(`^${key}:.*$`, 'm'), `${key}: ${value}`);
  await write(name, text);
}

describe('every example', () => {
  it.each([
    ['altus', 6],
    ['clara-additional-ip', 6],
  ])('of %s passes the gate, and has terms', SLOW, async (provider, count) => {
    const { code, out } = await runKaiyaku(['check', `examples/${provider}/*.yaml`, '--today', '2026-11-22']);
    expect(code).toBe(0);
    expect(out).toContain(`${count} contracts checked`);
  });
});

describe('altus', () => {
  it('is told, returned, confirmed and closed', SLOW, async () => {
    await copy('altus/letters-only', 'pkg', { endOn: addDays(today, 60) });
    await ok('open', 'pkg.yaml');
    // Not before it was told, and not without an approval.
    expect((await run('request', 'pkg', 'return-notice')).err).toContain('R03');
    expect(await ok('request', 'pkg', 'notify-sales')).toContain('「CMSパッケージオプション」を解約いたしたく');
    // Sending is not telling.
    await ok('attest', 'pkg', 'notify-sales', '--set', `sentOn=${today}`, '--file', 'reply.txt');
    expect((await run('request', 'pkg', 'return-notice')).err).toContain('R03');
    await ok('attest', 'pkg', 'notify-sales', '--set', `toldOn=${today}`);
    const unapproved = await run('request', 'pkg', 'return-notice');
    expect([unapproved.code, unapproved.err]).toEqual([expect.any(Number), expect.stringContaining('R16')]);
    expect(unapproved.code).not.toBe(0);
    await ok('approve', 'pkg', '--step', 'return-notice', '--confirm', 'pkg');
    expect(await ok('request', 'pkg', 'return-notice')).toContain('解約通知書');
    await ok('attest', 'pkg', 'return-notice', '--set', `sentOn=${today}`, '--file', 'reply.txt');
    // The end in their words: it is the wanted one, so nothing stops.
    await ok('attest', 'pkg', 'return-notice', '--set', `endsOn=${addDays(today, 60)}`);
    expect(await ok('request', 'pkg', 'close')).toContain('解約完了のご確認');
    await ok('attest', 'pkg', 'close', '--set', `goneOn=${today}`, '--file', 'reply.txt');
    expect(await ok('close', 'pkg')).toContain('Complete');
    expect(await ok('close', 'pkg')).toContain('nothing to look at again');
    const closed = (await readFile(join(folder, '.kaiyaku/pkg/journal.jsonl'), 'utf8')).trimEnd().split('\n').at(-1)!;
    expect(JSON.parse(closed)).toMatchObject({
      kind: 'closed',
      body: {
        as: 'completed',
        reason: expect.stringContaining('by a person’s word'),
        proof: [`goneOn ${today}`, expect.stringMatching(/^reply\.txt sha256:/)],
        endsOn: addDays(today, 60),
      },
    });
    await ok('verify', 'pkg');
  });

  it('stops on an end that nobody expected, until it is acknowledged', SLOW, async () => {
    await copy('altus/letters-only', 'pkg', { endOn: addDays(today, 60) });
    await ok('open', 'pkg.yaml');
    const said = addDays(today, 90);
    await ok(
      'attest',
      'pkg',
      'notify-sales',
      '--set',
      `toldOn=${today}`,
      '--set',
      `endsOn=${said}`,
      '--file',
      'reply.txt',
    );
    const blocked = await ok('plan', 'pkg');
    expect(blocked).toContain('the provider says that it ends on');
    expect(blocked).toContain(`endsOnAcknowledged: ${said}`);
    const text = await readFile(join(folder, 'pkg.yaml'), 'utf8');
    await write('pkg', `${text}\nendsOnAcknowledged: ${said}\n`);
    await ok('amend', 'pkg', '--reason', 'sales named the end');
    expect(await ok('plan', 'pkg')).not.toContain('endsOnAcknowledged');
  });

  it('answers what if it were told on that day, and says which days it asks for', SLOW, async () => {
    const path = 'examples/altus/one-package.yaml';
    const terms = async (...options: string[]) =>
      jsonOf(await runKaiyaku(['terms', path, '--today', '2026-11-22', '--format', 'json', ...options]));
    expect(await terms('--told-on', '2027-02-27')).toMatchObject({ endsOn: '2027-03-31' });
    expect(await terms('--told-on', '2027-03-01')).toMatchObject({ endsOn: '2027-04-02', endsOnSource: 'computed' });
    for (const option of ['--accepted-on', '--received-on']) {
      const ran = await runKaiyaku(['terms', path, option, '2027-01-01']);
      expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('use --told-on')]);
    }
  });

  it('shows the plan of its steps', SLOW, async () => {
    const { out } = await runKaiyaku(['terms', 'examples/altus/one-package.yaml', '--today', '2027-03-30']);
    expect(out).toContain('Plan, counted back from the end');
    expect(out).toMatch(
      /notify-sales +from Tue 2027-03-30 +best by Fri 2027-02-26 +by Fri 2027-02-26\s+32 days too late/,
    );
    expect(out).toMatch(
      /expunge-servers +from Fri 2027-04-02 +best by Wed 2027-03-31 +by Wed 2027-03-31\s+2 days too late/,
    );
  });
});

describe('clara-additional-ip', () => {
  const days = () => ({ endMonth: addMonthsTo(monthOf(today), 3), openedOn: addDays(today, -400) });

  it('has its form sent under approval, and withdrawn when it is accepted', SLOW, async () => {
    const { endMonth, openedOn } = days();
    await copy('clara-additional-ip/no-domain', 'ip', { endMonth, openedOn, minimumTermEndsOn: openedOn });
    const text = await readFile(join(folder, 'ip.yaml'), 'utf8');
    await write('ip', `${text}\nwithdrawal: { reason: 移行作業の延期のため }\n`);
    await ok('open', 'ip.yaml');
    expect((await run('request', 'ip', 'cancellation-form')).err).toContain('R16');
    await ok('approve', 'ip', '--step', 'cancellation-form', '--confirm', 'ip');
    expect(await ok('request', 'ip', 'cancellation-form')).toContain(
      '解約申込書(サービス・オプション・ドメイン解約)への記入内容',
    );
    // Nothing is withdrawn before it was sent.
    expect((await run('request', 'ip', 'cancellation-form', '--form', 'withdrawal')).code).not.toBe(0);
    await ok('attest', 'ip', 'cancellation-form', '--set', `sentOn=${today}`, '--file', 'reply.txt');
    expect(await ok('plan', 'ip')).toContain('arrivedOn is missing');
    await ok('attest', 'ip', 'cancellation-form', '--set', `arrivedOn=${today}`);
    // The accepted end must be in their words.
    expect((await run('request', 'ip', 'cancellation-form', '--form', 'withdrawal')).err).toContain('受理済解約日');
    await ok('attest', 'ip', 'cancellation-form', '--set', `endsOn=${lastDayOfMonth(endMonth)}`);
    expect(await ok('request', 'ip', 'cancellation-form', '--form', 'withdrawal')).toContain(
      '解約取下理由:移行作業の延期のため',
    );
    // It closes when the end has passed, not before.
    const early = await run('attest', 'ip', 'close', '--set', `goneOn=${today}`, '--file', 'reply.txt');
    expect([early.code, early.err]).toEqual([2, expect.stringContaining('lies before')]);
  });

  it('does each domain by itself, and the form last', SLOW, async () => {
    const { endMonth, openedOn } = days();
    await copy('clara-additional-ip/two-domains', 'ip', { endMonth, openedOn });
    await ok('open', 'ip.yaml');
    expect((await run('request', 'ip', 'cancellation-form')).err).toContain('R03');
    expect(await ok('request', 'ip', 'back-up:old-campaign.com')).toContain('old-campaign.com');
    await ok('attest', 'ip', 'back-up:example.jp', '--set', `backedUpOn=${today}`, '--file', 'reply.txt');
    expect(await ok('request', 'ip', 'lower-ttl:example.jp')).toContain('TTL');
    expect((await run('request', 'ip', 'change:example.jp')).err).toContain('R03');
  });

  it('answers what if the form were received on that day', SLOW, async () => {
    const path = 'examples/clara-additional-ip/two-domains.yaml';
    const terms = async (on: string) =>
      jsonOf(await runKaiyaku(['terms', path, '--today', '2026-11-22', '--format', 'json', '--received-on', on]));
    expect(await terms('2027-01-31')).toMatchObject({ endsOn: '2027-02-28' });
    expect(await terms('2027-02-01')).toMatchObject({ endsOn: '2027-03-31' });
  });
});

it('every rule of theirs is explained in the provider’s words', SLOW, async () => {
  const { code, out } = await runKaiyaku(['explain', 'CL7']);
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('”解約希望月の前月末日までに解約申込書のご提出が必着”となります。'),
  ]);
  expect((await runKaiyaku(['explain', 'AL8'])).code).toBe(0);
});
