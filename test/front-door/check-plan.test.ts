// `check --plan` as a pipeline runs it: exit codes, formats, what is no plan, and what may not narrow the gate. Nothing of the
// contract has been done yet, so that no simulator is needed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { DEFAULT_IDS as IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { jsonOf, KAIYAKU, type Ran, runKaiyaku } from '../helpers/run-kaiyaku.ts';
import { CONTRACT_TEXT, external, fixture, type RawPlan, type Version } from '../policies/plan/gate-case.ts';

vi.setConfig({ testTimeout: 60_000 });

const NAME = 'fgt-test';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaiyaku-gate-'));
  await writeFile(join(folder, `${NAME}.yaml`), external(CONTRACT_TEXT));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (...args: readonly string[]): Promise<Ran> => runKaiyaku(['check', NAME, ...args], { cwd: folder });

/** A plan of the fixtures, made now. */
async function planFile(version: Version, name: string, change: (plan: RawPlan) => void = () => undefined) {
  const plan = await fixture(version, name);
  plan['timestamp'] = new Date().toISOString();
  change(plan);
  const path = join(folder, `${version}-${name}.json`);
  await writeFile(path, JSON.stringify(plan));
  return path;
}

interface Gate {
  readonly contracts: readonly {
    readonly findings: readonly { rule: string; fails: boolean; line: number }[];
    readonly terraformPlan: { stage: string; examined: number; changes: number; due: readonly unknown[] };
  }[];
}
const closing = (ran: Ran): string[] => {
  const findings = jsonOf<Gate>(ran).contracts[0]!.findings.filter((one) => one.fails);
  return [...new Set(findings.map((one) => one.rule))].sort();
};

/** `… | kaiyaku check CONTRACT --plan -`: exit code and document. */
async function piped(text: string): Promise<[number | null, unknown]> {
  const child = spawn(process.execPath, [KAIYAKU, 'check', NAME, '--plan', '-', '--format', 'json'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(text);
  const [out, [code]] = await Promise.all([readText(child.stdout), once(child, 'close')]);
  return [code as number | null, JSON.parse(out)];
}

describe.each(['v2', 'v3'] as const)('%s, before anything is due', (version) => {
  test.each(['no-changes', 'import'])('%s passes', async (name) => {
    const ran = await check('--plan', await planFile(version, name), '--format', 'json');
    expect([ran.code, closing(ran)], ran.out + ran.err).toEqual([EXIT.ok, []]);
    const [{ terraformPlan }] = jsonOf<Gate>(ran).contracts as [Gate['contracts'][0]];
    expect(terraformPlan).toMatchObject({ stage: 'adopt', due: [] });
    expect(terraformPlan.examined).toBeGreaterThan(10);
  });

  test.each([
    ['detach', ['R33', 'R36', 'R39']],
    ['release', ['R33', 'R36']],
    ['destroy', ['R33', 'R36', 'R39']],
  ])('%s is refused', async (name, rules) => {
    const ran = await check('--plan', await planFile(version, name), '--format', 'json');
    expect([ran.code, closing(ran)]).toEqual([EXIT.refused, rules]);
  });
});

test('what is no plan is a usage error', async () => {
  for (const [name, code] of [
    [`${NAME}.yaml`, 'plan-is-text'],
    ['missing.json', 'plan-not-readable'],
  ] as const) {
    const ran = await check('--plan', name, '--format', 'json');
    expect([ran.code, jsonOf(ran)]).toMatchObject([EXIT.usage, { error: { code } }]);
  }
});

test('nothing narrows the gate', async () => {
  const file = await planFile('v3', 'release');
  for (const more of [['--today', '2026-12-20'], ['--ignore', 'R33'], ['--rule', 'R31'], ['--files-only']]) {
    const ran = await check('--plan', file, ...more, '--format', 'json');
    expect([ran.code, jsonOf(ran)]).toMatchObject([EXIT.usage, { error: { code: 'plan-alone' } }]);
  }
  expect(jsonOf(await check('--stage', 'delete', '--format', 'json'))).toMatchObject({
    error: { code: 'stage-without-plan' },
  });
  const several = await runKaiyaku(['check', NAME, `${NAME}-2`, '--plan', file, '--format', 'json'], { cwd: folder });
  expect(several.code).toBe(EXIT.usage);
  expect((await check('--plan', file, '--fail-on', 'never')).code).toBe(EXIT.refused);
});

test('a contract that is none, and one whose journal is missing', async () => {
  await writeFile(join(folder, 'broken.yaml'), 'provider: sakura-fortigate\n');
  const file = await planFile('v3', 'release');
  expect((await runKaiyaku(['check', 'broken', '--plan', file], { cwd: folder })).code).toBe(EXIT.usage);
  const id = 'b3f6a0de-0000-4000-8000-000000000001';
  await writeFile(join(folder, 'broken.yaml'), `journal: ${id}\n${external(CONTRACT_TEXT)}`);
  const ran = await runKaiyaku(['check', 'broken', '--plan', file, '--format', 'json'], { cwd: folder });
  expect([ran.code, closing(ran)]).toEqual([EXIT.fault, ['R19']]);
  await rm(join(folder, 'broken.yaml'));
});

test('every format names the rule and the line of the contract', async () => {
  const file = await planFile('v3', 'release');
  const line =
    external(CONTRACT_TEXT)
      .split('\n')
      .findIndex((one) => one.includes(`"${IDS.router}"`)) + 1;
  for (const format of ['text', 'junit', 'sarif', 'github', 'markdown']) {
    const ran = await check('--plan', file, '--format', format);
    expect(ran.code).toBe(EXIT.refused);
    expect(ran.out).toContain('R33');
    expect(ran.out).toContain(IDS.router);
  }
  const said = jsonOf<Gate>(await check('--plan', file, '--format', 'json'));
  expect(said.contracts[0]!.findings).toContainEqual(expect.objectContaining({ rule: 'R33', line }));
});

test('an old plan, and one from standard input', async () => {
  const old = await planFile('v2', 'no-changes', (plan) => (plan['timestamp'] = '2026-01-01T00:00:00Z'));
  expect(closing(await check('--plan', old, '--format', 'json'))).toEqual(['R31']);
  expect(await piped(await readFile(old, 'utf8'))).toMatchObject([EXIT.refused, { exitCode: EXIT.refused }]);
  expect(await piped('')).toMatchObject([EXIT.usage, { error: { code: 'plan-empty-file' } }]);
});

test('no secret of the plan is shown', async () => {
  for (const format of ['text', 'json', 'sarif']) {
    const file = await planFile('v3', 'destroy');
    expect(await readFile(file, 'utf8')).toContain('planted-');
    expect((await check('--plan', file, '--format', format)).out).not.toContain('planted-');
  }
});
