// Planted secrets, of every kind and by every reference, over a whole run with its failures: none of them is in what was
// printed, in the journal, in the evidence, or in anything else that the run left in the folder.
import { readdir, readFile, stat, writeFile, mkdir, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { LICENCE_FILE } from '../../src/rehearsal/contract-text.ts';
import { type Estate, NAME, removeReferences, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import type { Ran } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const TOKEN = 'PLANTED-token-5f1c/ÿ+=';
const SECRET = 'PLANTED-secret-9a7e&?%';
const PASSWORD = 'PLANTED-Passw0rd <&>';
const WRONG = 'PLANTED-wrong-Passw0rd';
const FROM_COMMAND = 'PLANTED-from-a-command';
const LICENCE_LINE = `QAAAAPLANTED${'x'.repeat(52)}`;
const key = ssh2.utils.generateKeyPairSync('ed25519');

/** Whole, and as it travels: in base64, in a URL, in JSON, in a Basic header. */
const forms = (text: string): string[] => [
  text,
  Buffer.from(text).toString('base64'),
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
];
const PLANTED = [
  ...[TOKEN, SECRET, PASSWORD, WRONG, FROM_COMMAND, LICENCE_LINE].flatMap(forms),
  Buffer.from(`${TOKEN}:${SECRET}`).toString('base64'),
  // The middle of the private key's own lines.
  ...key.private.split('\n').slice(2, -3),
  // The word that all of them have in common.
  'PLANTED',
];

let estate: Estate;
const printed: { readonly args: readonly string[]; readonly text: string }[] = [];

beforeAll(async () => {
  estate = await startEstate({ device: { password: PASSWORD, authorizedKeys: [key.public] } });
  const { folder } = estate;
  const files = {
    'secrets/secret': SECRET,
    'secrets/wrong': WRONG,
    'secrets/key': key.private,
    [LICENCE_FILE]: `-----BEGIN FGT VM LICENSE-----\n${LICENCE_LINE}\n-----END FGT VM LICENSE-----\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  await mkdir(join(folder, 'licences', 'share'));
  await copyFile(join(folder, LICENCE_FILE), join(folder, 'licences/share/copy.bin'));
  await estate.edit('token: file:secrets/token', 'token: env:PLANTED_TOKEN_IN');
  await estate.edit('licenceFiles:', 'licenceSearch: [licences/share]\nlicenceFiles:');
});
afterAll(() => estate.close());

const ENV = { PLANTED_TOKEN_IN: TOKEN };

/** Runs it, keeps what it printed, and returns it. */
async function run(...args: readonly string[]): Promise<Ran> {
  const ran = await estate.run(args, ENV);
  // The variable's own name is no secret.
  printed.push({ args, text: `${ran.out}\n${ran.err}`.replaceAll('PLANTED_TOKEN_IN', '') });
  return ran;
}

/** As text with everything shown, and as JSON. */
async function runBoth(args: readonly string[], verbose = true): Promise<Ran> {
  await run(...args, ...(verbose ? ['--verbose'] : []));
  return run(...args, '--format', 'json');
}

async function expectNothingIn(folder: string): Promise<void> {
  const own = /^(secrets|licences|simulated)(\/|$)/;
  let files = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if (own.test(name) || !(await stat(path)).isFile()) continue;
    files += 1;
    const text = (await readFile(path, 'utf8')).replaceAll('PLANTED_TOKEN_IN', '');
    expect(
      PLANTED.filter((one) => text.includes(one)),
      name,
    ).toEqual([]);
  }
  expect(files).toBeGreaterThan(0);
}

const expectNothingPrinted = () => {
  for (const { args, text } of printed)
    expect(
      PLANTED.filter((one) => text.includes(one)),
      `${args.join(' ')}\n${text}`,
    ).toEqual([]);
};

/** What a person typed into the contract file by mistake, for one look at it. */
async function withTypo(from: string, to: string, look: () => Promise<void>): Promise<void> {
  const text = await readFile(estate.contract, 'utf8');
  await estate.edit(from, to);
  try {
    await look();
  } finally {
    await writeFile(estate.contract, text);
  }
}

describe('no secret is shown', () => {
  test('by a contract file that holds one in place of a reference', async () => {
    await withTypo('token: env:PLANTED_TOKEN_IN', `token: "${TOKEN}"`, async () => {
      expect((await runBoth(['plan', NAME])).code).toBe(EXIT.usage);
      await run('check', `${NAME}.yaml`);
      await run('check', `${NAME}.yaml`, '--format', 'json');
      await run('open', NAME);
    });
    await withTypo('password: file:secrets/password', `password: ${FROM_COMMAND}`, async () => {
      expect((await runBoth(['plan', NAME])).code).toBe(EXIT.usage);
    });
    expectNothingPrinted();
  });

  test('by a secret that cannot be had', async () => {
    await toTheNotice(estate);
    await runAll(estate, ['hold', NAME, '--reason', 'x'], ['release', NAME, '--reason', 'x']);
    const failing = `echo ${FROM_COMMAND}; echo ${FROM_COMMAND} >&2; exit 3\n`;
    await writeFile(join(estate.folder, 'secrets/failing.sh'), failing);
    await withTypo('secret: file:secrets/secret', 'secret: { command: [sh, secrets/failing.sh] }', async () => {
      expect((await runBoth(['plan', NAME])).code).toBe(EXIT.ok);
    });
    await withTypo('env:PLANTED_TOKEN_IN', 'env:PLANTED_TOKEN_IN_NOT_SET', async () => {
      await runBoth(['plan', NAME]);
    });
    expectNothingPrinted();
  });

  test('by a refused login, a refused key, an API that fails', async () => {
    await withTypo('password: file:secrets/password', 'password: file:secrets/wrong', async () => {
      await run('amend', NAME, '--reason', 'another password');
      expect((await runBoth(['apply', NAME])).code).toBe(EXIT.couldNotLook);
    });
    await run('amend', NAME, '--reason', 'the password again');
    for (const [fault, ...more] of [
      ['http-401', '--verbose'],
      ['http-500', '--format', 'json'],
      ['truncated-json', '--verbose'],
    ]) {
      await estate.fault({ name: fault, match: { times: 'always' } });
      await run('plan', NAME, ...more);
      await estate.clearFaults();
    }
    expectNothingPrinted();
    await expectNothingIn(estate.folder);
  });

  test('by the whole run, by password and by key', async () => {
    expect((await run('apply', NAME, '--until', 'back-up', '--verbose')).code).toBe(EXIT.moreToDo);
    await estate.edit('password: file:secrets/password', 'privateKey: file:secrets/key');
    await run('amend', NAME, '--reason', 'a key instead');
    await run('approve', NAME, '--all', '--confirm', NAME);
    // A copy of the licence is left, and named by its path only.
    expect((await runBoth(['apply', NAME])).code).toBe(EXIT.refused);
    await estate.edit(/$/, 'waivers:\n  - { refusal: R24, about: licences/share/copy.bin, reason: a test }\n');
    await run('amend', NAME, '--reason', 'acknowledged');
    await run('approve', NAME, '--all', '--confirm', NAME, '--format', 'json');
    await removeReferences(estate);
    const ended = await run('apply', NAME, '--verbose');
    expect(ended.code, ended.out + ended.err).toBe(EXIT.ok);
    for (const args of [
      ['status', NAME],
      ['plan', NAME],
    ])
      await runBoth(args);
    for (const args of [['verify', NAME, '--history'], ['close', NAME], ['terms', NAME], ['due']])
      await runBoth(args, false);
    expectNothingPrinted();
    await expectNothingIn(estate.folder);
  });

  test('and the search finds what it looks for', async () => {
    await writeFile(join(estate.folder, 'planted.txt'), `x${Buffer.from(SECRET).toString('base64')}y`);
    await expect(expectNothingIn(estate.folder)).rejects.toThrow('planted.txt');
  });
});
