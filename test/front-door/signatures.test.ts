// Approvals by listed approvers: what is signed is what happens. By OpenSSH itself, as an approver would; without it these
// tests are skipped, and say so.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { approvalToSign, signedDraft } from '../../src/cli/signature.ts';
import { clockEnv, type Estate, NAME, runAll, startEstate } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';
import { expectRefused } from '../refusals/refused.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const hasSshKeygen = (() => {
  try {
    execFileSync('ssh-keygen', ['-Y', 'check-novalidate'], { stdio: 'pipe' });
    return true;
  } catch (error) {
    // Without arguments it fails in its own words; only when there is none is there no status.
    return typeof (error as { status?: unknown }).status === 'number';
  }
})();
if (!hasSshKeygen) console.warn('skipped: ssh-keygen is not installed, so no signature can be made');

describe.skipIf(!hasSshKeygen)('signed approvals', () => {
  let trunk: Estate;
  let estate: Estate;
  beforeAll(async () => {
    trunk = await startEstate();
    const keys = ['alice', 'bob', 'mallory'].map((name) => keyOf(trunk.folder, name));
    await trunk.edit(
      'licenceFiles:',
      `approvers:\n${['alice', 'bob'].map((name, at) => `  - { name: ${name}, key: "${keys[at]!}" }\n`).join('')}licenceFiles:`,
    );
    await runAll(trunk, ['open', NAME]);
  });
  afterAll(() => trunk.close());
  beforeEach(async () => {
    estate = await trunk.branch();
    return () => estate.close();
  });

  function keyOf(folder: string, name: string): string {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
    return execFileSync('ssh-keygen', ['-y', '-f', join(folder, name)], { encoding: 'utf8' }).trim();
  }

  const APPROVE = ['approve', NAME, '--step', 'apply-for-cancellation'];
  const SIGNED = [...APPROVE, '--signed', 'approval.txt', '--signature', 'approval.txt.sig'];

  async function printed(): Promise<string> {
    const ran = await estate.run([...APPROVE, '--print']);
    expect(ran.code, ran.err).toBe(EXIT.ok);
    await writeFile(join(estate.folder, 'approval.txt'), ran.out);
    return ran.out;
  }

  function sign(name: string, namespace = 'kaiyaku'): void {
    const key = join(estate.folder, name);
    // It would ask before it writes over one.
    rmSync(join(estate.folder, 'approval.txt.sig'), { force: true });
    const args = ['-Y', 'sign', '-q', '-n', namespace, '-f', key, join(estate.folder, 'approval.txt')];
    execFileSync('ssh-keygen', args, { stdio: 'pipe' });
  }

  const approvals = async () =>
    (await estate.entries()).flatMap((entry) => (entry.kind === 'approved' ? [entry.body] : []));

  test('without a signature nothing is recorded, and the way to one is named', async () => {
    for (const more of [[], ['--confirm', NAME]]) {
      const ran = await estate.run([...APPROVE, ...more, '--format', 'json']);
      expect(ran.code, ran.out).toBe(EXIT.waitingForPerson);
      expect(jsonOf(ran)).toMatchObject({ error: { code: 'signature-needed' } });
      expect(ran.out).toMatch(/--step apply-for-cancellation --print.*ssh-keygen -Y sign -n kaiyaku/);
    }
    expect(await approvals()).toEqual([]);
  });

  test.each(['alice', 'bob'])('signed by %s: accepted, and the journal says by whom', async (name) => {
    const text = await printed();
    expect(JSON.parse(text)).toMatchObject({ contract: NAME, effects: [{ effect: 'step/apply-for-cancellation' }] });
    sign(name);
    const ran = await estate.run([...SIGNED, '--format', 'json']);
    expect(ran.code, ran.out + ran.err).toBe(EXIT.ok);
    expect(await approvals()).toMatchObject([
      { signedBy: name, expiresAt: (JSON.parse(text) as { expiresAt: string }).expiresAt },
    ]);
    await runAll(estate, ['request', NAME, 'apply-for-cancellation'], ['verify', NAME]);
  });

  test('signed by a key that is not listed', async () => {
    await printed();
    sign('mallory');
    await expectRefused(estate, SIGNED, 'R16', { saying: /no listed approver/ });
    expect(await approvals()).toEqual([]);
  });

  test('signed for another purpose', async () => {
    await printed();
    sign('alice', 'file');
    await expectRefused(estate, SIGNED, 'R16');
  });

  test('the text was changed after it was signed', async () => {
    const text = await printed();
    sign('alice');
    await writeFile(join(estate.folder, 'approval.txt'), text.replace('2026-12-04', '2026-12-24'));
    await expectRefused(estate, SIGNED, 'R16');
    expect(await approvals()).toEqual([]);
  });

  test('something else than what would happen now was signed', async () => {
    const text = await printed();
    await writeFile(join(estate.folder, 'approval.txt'), text.replace('step/apply-for-cancellation', 'step/another'));
    sign('alice');
    await expectRefused(estate, SIGNED, 'R15');
    // The same, when the contract changed since.
    await printed();
    sign('alice');
    await estate.edit('monthlyFee: 33000', 'monthlyFee: 34000');
    await runAll(estate, ['amend', NAME, '--reason', 'another fee']);
    await expectRefused(estate, SIGNED, 'R15');
    expect(await approvals()).toEqual([]);
  });

  test('a signature that has run out', async () => {
    await printed();
    sign('alice');
    await expectRefused(estate, SIGNED, 'R16', { env: clockEnv('2026-12-05T01:00:00.000Z'), saying: /expired/ });
  });

  describe('a change of approvers', () => {
    const AMEND = ['amend', NAME, '--reason', 'mallory takes over'];
    const SIGNED_AMEND = [...AMEND, '--signed', 'approval.txt', '--signature', 'approval.txt.sig'];
    const amendments = async () => (await estate.entries()).filter((entry) => entry.kind === 'amended');

    beforeEach(() => estate.edit('{ name: bob,', '{ name: robert,'));

    async function printedAmendment(): Promise<void> {
      const ran = await estate.run(['amend', NAME, '--print']);
      expect(ran.code, ran.err).toBe(EXIT.ok);
      expect(JSON.parse(ran.out)).toMatchObject({ contract: NAME, changes: ['approvers.1.name'] });
      await writeFile(join(estate.folder, 'approval.txt'), ran.out);
    }

    test('without a signature nothing is recorded, and the way to one is named', async () => {
      const ran = await estate.run([...AMEND, '--format', 'json']);
      expect(ran.code, ran.out).toBe(EXIT.waitingForPerson);
      expect(jsonOf(ran)).toMatchObject({ error: { code: 'signature-needed' } });
      expect(ran.out).toMatch(/amend .* --print.*ssh-keygen -Y sign -n kaiyaku/);
      expect(await amendments()).toEqual([]);
    });

    test('signed by one on record: recorded, with the name', async () => {
      await printedAmendment();
      sign('alice');
      await runAll(estate, SIGNED_AMEND, ['verify', NAME]);
      expect(await amendments()).toMatchObject([{ body: { signedBy: 'alice', changes: ['approvers.1.name'] } }]);
    });

    test('signed by somebody else', async () => {
      await printedAmendment();
      sign('mallory');
      await expectRefused(estate, SIGNED_AMEND, 'R16', { saying: /no listed approver/ });
      expect(await amendments()).toEqual([]);
    });

    test('another change than the one that was signed', async () => {
      await printedAmendment();
      sign('alice');
      await estate.edit('monthlyFee: 33000', 'monthlyFee: 34000');
      await expectRefused(estate, SIGNED_AMEND, 'R15');
      expect(await amendments()).toEqual([]);
    });
  });

  test('files that are missing or no approval', async () => {
    const missing = await estate.run([
      ...APPROVE,
      '--signed',
      'none.txt',
      '--signature',
      'none.sig',
      '--format',
      'json',
    ]);
    expect(missing.code, missing.out + missing.err).toBe(EXIT.usage);
    expect(jsonOf(missing)).toMatchObject({ error: { kind: 'user' } });
    for (const text of ['not json', '{}', 'null']) {
      await writeFile(join(estate.folder, 'approval.txt'), text);
      sign('alice');
      const ran = await estate.run([...SIGNED, '--format', 'json']);
      expect(ran.code, ran.out + ran.err).toBe(EXIT.usage);
      expect(jsonOf(ran)).toMatchObject({ error: { code: 'bad-approval-text' } });
    }
    expect(await readFile(estate.contract, 'utf8')).toContain('approvers:');
  });
});

describe('what is signed names the devices of the route', () => {
  const contract = { name: NAME, digest: 'd', journal: 'j 0:h' };
  const draft = (route: string) => ({ effects: [], shown: [], expiresAtMs: 2, digest: 'p', route });

  test.each(['disk', 'disk:B', 'disk:A,B'])('signed for disk:A it is no approval of %s', (route) => {
    const text = approvalToSign(contract, draft('disk:A'));
    expect(signedDraft(contract, draft('disk:A'), text, 1).route).toBe('disk:A');
    expect(() => signedDraft(contract, draft(route), text, 1)).toThrow('what was signed is not what would happen now');
  });
});
