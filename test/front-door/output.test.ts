// How it speaks: plain text where nobody watches, one JSON document where JSON was asked for, help that holds what it
// promises, and a completion that the shell can read. All of it from what the command itself prints.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT_TABLE } from '../../src/cli/exit-codes.ts';
import { type Estate, NAME, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf, KAIYAKU, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let estate: Estate;
/** Where the notice is filed and nothing is approved. */
let unasked: Estate;
/** Every command, and the text of its --help. */
const help = new Map<string, string>();

beforeAll(async () => {
  estate = await startEstate();
  await toTheNotice(estate);
  unasked = await estate.branch();
  const { out } = await runKaiyaku(['--help']);
  const list = out.slice(out.indexOf('\nCommands:'), out.indexOf('\nExit codes:'));
  const verbs = [...list.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1]!).filter((verb) => verb !== 'help');
  for (const verb of verbs) help.set(verb, (await runKaiyaku([verb, '--help'])).out);
});
afterAll(async () => {
  await unasked.close();
  await estate.close();
});

const escape = '\u001b';
const optionsOf = (text: string): string[] =>
  [...text.matchAll(/^\s+(?:-\w, )?(--[\w-]+)/gm)].map((match) => match[1]!);

describe('--help', () => {
  test('lists the commands', () => {
    expect([...help.keys()]).toEqual(
      expect.arrayContaining([
        'open',
        'check',
        'terms',
        'plan',
        'apply',
        'approve',
        'request',
        'attest',
        'status',
        'verify',
      ]),
    );
    expect(help.size).toBeGreaterThan(20);
  });

  test('has the exit codes and examples that would be understood, for each command', () => {
    for (const [verb, text] of help) {
      for (const [code, meaning] of EXIT_TABLE)
        expect(text.replaceAll(/\s+/g, ' '), verb).toContain(`${code} ${meaning}`);
      const examples = text
        .slice(text.indexOf('\nExamples:\n') + 11, text.indexOf('\nExit codes:'))
        .trim()
        .split('\n');
      expect(text, verb).toContain('\nExamples:\n');
      for (const line of examples) {
        expect(line, verb).toMatch(new RegExp(`\\bkaiyaku ${verb}\\b`));
        const known = optionsOf(text);
        for (const [option] of line.matchAll(/(?<= )--[\w-]+/g)) expect(known, line).toContain(option);
      }
    }
  });

  test('is the same for help VERB and VERB --help, and exits 0', async () => {
    const ran = await runKaiyaku(['help', 'apply']);
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 0, out: help.get('apply') });
    const version = await runKaiyaku(['--version']);
    expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as unknown });
  });
});

/** One way to call each command that has --format; in this order, since some of them write. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  check: [`${NAME}.yaml`],
  due: [],
  calendar: [`${NAME}.yaml`],
  terms: [NAME],
  synth: [NAME],
  adopt: ['--state', resolve('test/fixtures/states/v2.json')],
  plan: [NAME],
  open: [NAME],
  hold: [NAME, '--reason', 'x'],
  release: [NAME, '--reason', 'x'],
  approve: [NAME, '--all', '--confirm', NAME],
  revoke: [NAME, 'A-?', '--reason', 'x'],
  request: [NAME, 'apply-for-cancellation'],
  attest: [NAME, 'file-licence-notice', '--set', 'receivedOn=2026-12-01'],
  amend: [NAME, '--reason', 'another fee'],
  settle: [NAME, '--entry', '1', '--as', 'done', '--reason', 'x'],
  apply: [NAME, '--dry-run'],
  status: [NAME],
  verify: [NAME],
  explain: ['SF8'],
  rehearse: ['--route', 'd'],
  close: [NAME, '--as', 'abandoned', '--reason', 'x', '--confirm', NAME],
};
/** Commands whose call above is refused on purpose. */
const FAILS = new Set(['settle', 'request']);

describe('--format json', () => {
  const withJson = () => [...help].filter(([, text]) => /--format <format>[^-]*json/.test(text)).map(([verb]) => verb);

  test('every command that has it is called below', () => {
    expect(withJson().filter((verb) => CALLS[verb] === undefined)).toEqual([]);
  });

  test('is exactly one document on standard output, whatever comes of it', async () => {
    let approvalId = '';
    for (const [verb, words] of Object.entries(CALLS).filter(([name]) => withJson().includes(name))) {
      if (verb === 'amend') await estate.edit('monthlyFee: 33000', 'monthlyFee: 34000');
      const args = [verb, ...words.map((word) => (word === 'A-?' ? approvalId : word)), '--format', 'json'];
      const ran = await estate.run(args);
      expect(() => jsonOf(ran), `${args.join(' ')}\n${ran.out}`).not.toThrow();
      const document = jsonOf<{ error?: unknown; approvalId?: string }>(ran);
      expect(document.error === undefined, `${args.join(' ')}\n${ran.out}`).toBe(!FAILS.has(verb));
      expect(ran.out).not.toContain(escape);
      approvalId = document.approvalId ?? approvalId;
    }
  });

  test('check prints what other tools read', async () => {
    const other = await estate.branch();
    try {
      await other.edit('endMonth: 2026-12', 'endMonth: 2026-13');
      for (const [format, looks] of [
        ['junit', /^<\?xml[\s\S]*<testsuites/],
        ['sarif', /"version": "2\.1\.0"/],
        ['github', /^::error file=/m],
        ['markdown', /^#+ |\|/m],
      ] as const) {
        const ran = await other.run(['check', `${NAME}.yaml`, '--format', format]);
        expect({ format, code: ran.code }, ran.err).toEqual({ format, code: 2 });
        expect(ran.out).toMatch(looks);
      }
    } finally {
      await other.close();
    }
  });
});

describe('colour', () => {
  const calls = [
    ['plan', NAME],
    ['check', `${NAME}.yaml`],
    ['status', NAME],
    ['terms', NAME],
    ['plan', 'nowhere'],
    ['--help'],
  ];

  test('never without a terminal', async () => {
    for (const args of calls) {
      const ran = await estate.run(args);
      expect(ran.out + ran.err, args.join(' ')).not.toContain(escape);
    }
  });

  test('FORCE_COLOR asks for it; NO_COLOR and --no-color win', async () => {
    const forced = { FORCE_COLOR: '1' };
    expect((await estate.run(['status', NAME], forced)).out).toContain(escape);
    for (const [args, env] of [
      [['status', NAME], { ...forced, NO_COLOR: '1' }],
      [['status', NAME, '--no-color'], forced],
      [['--no-color', 'status', NAME], forced],
      [['plan', 'nowhere', '--no-color'], forced],
      [['status', NAME, '--format', 'json'], forced],
    ] as const) {
      const ran = await estate.run(args, env);
      expect(ran.out + ran.err, `${args.join(' ')} ${JSON.stringify(env)}`).not.toContain(escape);
    }
  });

  const hasScript = spawnSync('script', ['--version']).status === 0 && process.platform === 'linux';
  if (!hasScript) console.warn('skipped: `script` is not installed, so there is no terminal to try');
  test.skipIf(!hasScript)('on a terminal it is coloured, unless NO_COLOR says otherwise', () => {
    const onTerminal = (env: Record<string, string>) =>
      spawnSync('script', ['-qec', `"${process.execPath}" "${KAIYAKU}" status ${NAME}`, '/dev/null'], {
        cwd: estate.folder,
        env: { PATH: process.env['PATH'], TERM: 'xterm-256color', LANG: 'C.UTF-8', ...estate.env, ...env },
        encoding: 'utf8',
        input: '',
      }).stdout;
    expect(onTerminal({})).toContain(escape);
    const plain = onTerminal({ NO_COLOR: '1' });
    expect(plain).toContain(NAME);
    expect(plain).not.toContain(escape);
  });

  test('without UTF-8 the marks are ASCII', async () => {
    const ran = await estate.run(['status', NAME], { LANG: 'C', LC_ALL: 'C' });
    expect(ran.out).toContain(NAME);
    expect(ran.out).not.toMatch(/[✔✖▸○⚑●]/);
  });
});

describe('completion', () => {
  test.each([
    ['bash', ['-n']],
    ['zsh', ['-n']],
    ['fish', ['--no-execute']],
  ])('for %s is a script that it can read, with every command in it', async (shell, args) => {
    const { code, out } = await runKaiyaku(['completion', shell]);
    expect(code).toBe(0);
    for (const verb of help.keys()) expect(out).toMatch(new RegExp(`\\b${verb}\\b`));
    const read = spawnSync(shell, args, { input: out, encoding: 'utf8' });
    if (read.error !== undefined) return console.warn(`not read by ${shell}: it is not installed`);
    expect({ status: read.status, stderr: read.stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('in bash it completes commands and options', async () => {
    const script = join(estate.folder, 'completion.bash');
    await writeFile(script, (await runKaiyaku(['completion', 'bash'])).out);
    const complete = (...words: readonly string[]) =>
      execFileSync(
        'bash',
        [
          '--norc',
          '-c',
          `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kaiyaku; printf '%s\\n' "\${COMPREPLY[@]}"`,
          script,
          'kaiyaku',
          ...words,
        ],
        { encoding: 'utf8', cwd: estate.folder },
      )
        .trim()
        .split('\n');
    expect(complete('app')).toEqual(['approve', 'apply']);
    expect(complete('apply', '--unt')).toEqual(['--until']);
    expect(complete('plan', NAME.slice(0, 4))).toEqual([`${NAME}.yaml`]);
    for (const [verb, text] of help)
      expect(complete(verb, '--').sort(), verb).toEqual([...new Set(optionsOf(text))].sort());
  });
});

test('nothing is asked where nobody can answer: it fails at once, and names the command', async () => {
  const ran = await unasked.run(['approve', NAME, '--all']);
  expect(ran.code).toBe(11);
  expect(ran.err).toContain(`kaiyaku approve ${NAME} --all --confirm ${NAME}`);
});
