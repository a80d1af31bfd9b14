// `rehearse CONTRACT` of a FortiGateVM licence: a world is built from the user's own file, and everything in it is ended. What
// must never happen: that a file, a command, a secret or a machine of the user's is used for it.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { jsonOf, type Ran, runKaiyaku } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Rehearsed {
  readonly outcome: string;
  readonly engine: string;
  readonly steps: readonly { readonly id: string; readonly verdict: string }[];
  readonly effects: readonly { readonly target: string; readonly call: string; readonly count: number }[];
  readonly story: readonly { readonly who: string; readonly text: string }[];
  readonly replaced: readonly string[];
  readonly left: readonly string[];
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-own-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rehearse = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runKaiyaku(['rehearse', ...args, '--format', 'json'], { cwd: folder, env, timeoutMs: 110_000 });

async function complete(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Rehearsed> {
  const ran = await rehearse(args, env);
  expect(ran.code, ran.out + ran.err).toBe(0);
  const document = jsonOf<Rehearsed>(ran);
  expect(document).toMatchObject({ rehearsal: true, outcome: 'complete', left: [], journal: { verified: true } });
  expect(document.steps.filter(({ verdict }) => verdict !== 'done' && verdict !== 'not-needed')).toEqual([]);
  expect(document.effects.filter(({ count }) => count !== 1)).toEqual([]);
  return document;
}

/** An example in the test's folder, edited. */
async function contract(example: string, ...edits: readonly (readonly [string, string])[]): Promise<string> {
  const text = await readFile(join('examples/sakura-fortigate', `${example}.yaml`), 'utf8');
  const edited = edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`nothing to replace: ${from}`);
    return before.replace(from, to);
  }, text);
  await writeFile(join(folder, `${example}.yaml`), edited);
  return edited;
}

const verdictOf = ({ steps }: Rehearsed, id: string) => steps.find((step) => step.id === id)?.verdict;
const callsOf = ({ effects }: Rehearsed, call: string) => effects.filter((one) => one.call.startsWith(call)).length;

describe('every example is rehearsed to its end', () => {
  test('no-term: what the file lists, once each, and nothing beside it', async () => {
    const document = await complete([
      join(process.cwd(), 'examples/sakura-fortigate/no-term.yaml'),
      '--today',
      '2026-11-24',
    ]);
    expect(document.engine).toBe('api');
    const targets = document.effects.map(({ target }) => target).filter((target) => target.startsWith('sakura-api:'));
    for (const id of ['101', '111', '112', '121', '124', '125', '131', '132', '141', '142'])
      expect(
        targets.some((target) => target.endsWith(`:113000000${id}`)),
        `${id} in ${targets.join(' ')}`,
      ).toBe(true);
    for (const ip of ['203.0.113.4', '203.0.113.17', '198.51.100.20'])
      expect(targets).toContain(`sakura-api:ptr:is1b:${ip}`);
    expect(callsOf(document, 'execute factoryreset')).toBe(1);
    expect(callsOf(document, 'unlink')).toBe(1);
  });

  test('archive-only: the device is dead, so the disk alone', async () => {
    await contract('archive-only');
    const document = await complete(['archive-only', '--today', '2027-01-10']);
    expect(verdictOf(document, 'reset-fortigate')).toBe('not-needed');
    expect(callsOf(document, 'DELETE /disk/:id')).toBe(1);
  });

  test('kept-item: what is kept or shared stays, and what another state owns is left to its owner', async () => {
    await contract('kept-item');
    const document = await complete(['kept-item', '--today', '2027-02-22']);
    expect(document.effects.filter(({ target }) => /113000000(?:431|421|422|442)$/.test(target))).toEqual([]);
    const theirs = document.story.filter(({ who }) => who === 'third-party').map(({ text }) => text);
    expect(theirs).toEqual([expect.stringContaining('reverse name of 198.51.100.40')]);
  });

  test('term: a glob finds the licence file; the user’s backup command is not run', async () => {
    await contract('term');
    const document = await complete(['term', '--today', '2026-11-02']);
    expect(document.effects.map(({ target }) => target)).toContainEqual(
      expect.stringMatching(/^files:licence-file:licences\/FGVM04TM25004321.*\.lic$/),
    );
    expect(document.replaced).toEqual(
      expect.arrayContaining(['approvers', 'backup.data[0].command', 'services[0].fortigate.privateKey']),
    );
  });

  test('dns-records: one write takes the listed records out; a kept one and a stranger’s survive; an owner takes out their own', async () => {
    await contract('dns-records');
    const document = await complete(['dns-records', '--today', '2026-12-02']);
    expect(callsOf(document, 'PUT /commonserviceitem/:id')).toBe(1);
    await contract('dns-records', ['domain: ', 'ownedBy: external\n    domain: ']);
    const theirs = await complete(['dns-records', '--today', '2026-12-02']);
    expect(callsOf(theirs, 'PUT /commonserviceitem/:id')).toBe(0);
    expect(theirs.story.filter(({ who }) => who === 'third-party').map(({ text }) => text)).toEqual([
      expect.stringContaining('records of example.net'),
    ]);
  });

  test('dns-records: the records that the file lists are taken out of the zone', async () => {
    await contract('dns-records');
    const document = await complete(['dns-records', '--today', '2026-11-24']);
    expect(verdictOf(document, 'remove-dns-records')).toBe('done');
  });

  test('two FortiGates behind one router: one by SSH, one by a person', async () => {
    await contract('two-fortigates-one-router');
    const document = await complete(['two-fortigates-one-router', '--today', '2027-01-22']);
    expect(callsOf(document, 'execute factoryreset')).toBe(1);
    expect(callsOf(document, 'DELETE /server/:id')).toBeGreaterThanOrEqual(2);
    expect(document.story.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^resets FGT-WEST-01/));
  });
});

describe('other ways through it', () => {
  test('--route d: the device does not answer', async () => {
    await contract('no-term');
    const document = await complete(['no-term', '--today', '2026-11-24', '--route', 'd']);
    expect(verdictOf(document, 'reset-fortigate')).toBe('not-needed');
    expect(callsOf(document, 'execute factoryreset')).toBe(0);
  });

  test('when the other side fails', async () => {
    await contract('no-term');
    const faults = ['unreachable@back-up', 'timeout-after@destroy-server'].flatMap((one) => ['--fault', one]);
    await complete(['no-term', '--today', '2026-11-24', ...faults]);
  });

  test('server and disks of another state: their owner deletes them when it is their turn', async () => {
    await contract('no-term', [
      'name: fgt-prod-01, zone: is1b }',
      'name: fgt-prod-01, zone: is1b }\n    ownedBy: external',
    ]);
    const document = await complete(['no-term', '--today', '2026-11-24']);
    expect(callsOf(document, 'DELETE /server/:id ')).toBe(0);
    expect(document.story.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/applies: server fgt-prod-01$/),
    );
  });

  test.skipIf(WITHOUT_TERRAFORM !== '')(
    `--engine terraform: the real program deletes${WITHOUT_TERRAFORM}`,
    async () => {
      await contract('no-term');
      const document = await complete(['no-term', '--today', '2026-11-24', '--engine', 'terraform']);
      expect(document.engine).toBe('terraform');
      expect(document.replaced).toContain('engine');
    },
  );

  test('an open contract: from the beginning again, and its journal is not touched', async () => {
    await contract('no-term');
    expect((await runKaiyaku(['open', 'no-term'], { cwd: folder })).code).toBe(0);
    const journal = join(folder, '.kaiyaku/no-term/journal.jsonl');
    const before = await readFile(journal);
    const { replaced } = await complete(['no-term', '--today', '2026-11-24']);
    expect(replaced).toContain('journal');
    expect(await readFile(journal)).toEqual(before);
  });
});

describe('nothing of the user’s own is used', () => {
  test('no file, no command, no secret and no machine', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'kaiyaku-outside-'));
    try {
      const licence = `-----BEGIN FGT VM LICENSE-----\n${'A'.repeat(64)}\n-----END FGT VM LICENSE-----\n`;
      const mark = join(outside, 'ran');
      const touch = `[touch, ${mark}]`;
      const text = await contract(
        'no-term',
        ['  token: env:SAKURACLOUD_ACCESS_TOKEN\n', `  token: { command: ${touch} }\n`],
        ['      password: env:FORTIGATE_PASSWORD\n', `      password: { command: ${touch} }\n`],
        [
          '  - path: licences/FGVM02TM24001234.lic\n',
          [
            '  - path: licences/FGVM02TM24001234.lic',
            `  - path: ${outside}/absolute.lic`,
            '  - path: ../up.lic',
            `  - path: "{${outside}/glob,licences}/*.lic"`,
            '',
          ].join('\n'),
        ],
        [
          'backup:\n  to: backups\n',
          `licenceSearch: [${outside}]\nbackup:\n  to: ${outside}/backups\n  data:\n    - { name: log, command: ${touch}, verify: ${touch} }\n`,
        ],
      );
      await mkdir(join(folder, 'licences'));
      await mkdir(join(outside, 'glob'));
      const files = [
        join(folder, 'licences/FGVM02TM24001234.lic'),
        join(outside, 'absolute.lic'),
        join(outside, 'glob/a.lic'),
      ];
      for (const file of files) await writeFile(file, licence);
      const up = join(folder, '..', 'up.lic');
      const before = { here: await listed(folder), there: await listed(outside) };
      const spy = await connectionsOf(folder);
      const document = await complete(['no-term', '--today', '2026-11-24'], spy.env);
      await spy.remove();
      expect(document.replaced).toEqual([
        'api.root',
        'api.token',
        'api.secret',
        'services[0].fortigate.host',
        'services[0].fortigate.port',
        'services[0].fortigate.hostKey',
        'services[0].fortigate.password',
        'licenceFiles[1].path',
        'licenceFiles[2].path',
        'licenceFiles[3].path',
        'licenceSearch[0]',
        'backup.to',
        'backup.data[0].command',
        'backup.data[0].verify',
      ]);
      const said = document.story[0]!.text;
      for (const path of document.replaced) expect(said).toContain(path);
      // Four places, four files, all of them in the rehearsal's own folder.
      expect(callsOf(document, 'unlink')).toBe(4);
      expect(await listed(folder)).toEqual(before.here);
      expect(await listed(outside)).toEqual(before.there);
      for (const file of files) expect(await readFile(file, 'utf8')).toBe(licence);
      expect(await readFile(join(folder, 'no-term.yaml'), 'utf8')).toBe(text);
      await expect(readFile(up)).rejects.toThrow('ENOENT');
      expect(spy.hosts().length).toBeGreaterThan(0);
      expect([...new Set(spy.hosts())]).toEqual(['127.0.0.1']);
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  test.skipIf(WITHOUT_TERRAFORM !== '')(
    `no program and no state of theirs for Terraform${WITHOUT_TERRAFORM}`,
    async () => {
      const mark = join(folder, 'ran');
      await contract('no-term', [
        '\napi:\n',
        [
          '',
          'engine: terraform',
          'terraform:',
          '  providerVersion: 3',
          '  binary: ./terraform',
          '  backend: { pg: { connection: env:STATES } }',
          'api:',
          '',
        ].join('\n'),
      ]);
      await writeFile(join(folder, 'terraform'), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
      const before = await listed(folder);
      const { engine, replaced } = await complete(['no-term', '--today', '2026-11-24'], {
        STATES: 'postgres://nobody@192.0.2.1/x',
      });
      expect(engine).toBe('terraform');
      expect(replaced).toEqual(expect.arrayContaining(['terraform.binary', 'terraform.backend']));
      expect(await listed(folder)).toEqual(before);
    },
  );

  test('nothing is left behind in the folder for temporary files', async () => {
    await contract('archive-only');
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    await complete(['archive-only', '--today', '2027-01-10'], { TMPDIR: temporary });
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('what cannot be rehearsed is said', () => {
  test('too late a day: the refusal is named, and nothing was sent', async () => {
    await contract('term');
    const ran = await rehearse(['term', '--today', '2026-11-24']);
    expect(ran.code, ran.err).toBe(1);
    const document = jsonOf<Rehearsed>(ran);
    expect(document.outcome).toBe('refused');
    expect(document.story.map(({ text }) => text)).toContainEqual(expect.stringContaining('R02'));
    expect(document.effects).toEqual([]);
  });

  test.each([
    [['zone: is1b', 'zone: zz9z'], /zone/],
    [['hostname: FGT-PROD-01', 'hostname: "FGT PROD 01"'], /hostname/],
  ] as const)('%j', async (edit, saying) => {
    await contract('no-term', edit);
    const ran = await rehearse(['no-term', '--today', '2026-11-24']);
    expect(ran.code).toBe(2);
    expect(ran.out + ran.err).toMatch(saying);
  });

  test('--engine none is for no contract of this provider', async () => {
    await cp('examples/sakura-fortigate/no-term.yaml', join(folder, 'no-term.yaml'));
    const ran = await rehearse(['no-term', '--engine', 'none']);
    expect(ran.code).toBe(2);
  });
});

const listed = async (path: string): Promise<string[]> => (await readdir(path, { recursive: true })).sort();

/** Every host that the command and what it starts connect to, or ask a name server for. */
async function connectionsOf(place: string) {
  const script = join(place, '.connections.mjs');
  const log = join(place, '.connections.log');
  const source = `
    import { appendFileSync } from 'node:fs';
    import net from 'node:net';
    import dns from 'node:dns';
    const note = (host) => appendFileSync(${JSON.stringify(log)}, host + '\\n');
    const connect = net.Socket.prototype.connect;
    net.Socket.prototype.connect = function (...args) {
      const [options] = Array.isArray(args[0]) ? args[0] : args;
      if (typeof options === 'object' && options.path === undefined) note(options.host ?? 'localhost');
      return connect.apply(this, args);
    };
    const lookup = dns.lookup;
    dns.lookup = (host, ...rest) => (note(host), lookup(host, ...rest));`;
  await writeFile(script, source);
  let seen: string[] = [];
  return {
    env: { NODE_OPTIONS: `--import ${pathToFileURL(script).href}` },
    hosts: () => seen,
    remove: async () => {
      seen = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
      await rm(script);
      await rm(log);
    },
  };
}
