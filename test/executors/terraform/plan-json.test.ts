// The reader of plans: what it keeps, what it does not, and what it says of everything that is no plan.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPlan, readPlanFile } from '../../../src/executors/terraform/plan-json.ts';
import type { TerraformPlan } from '../../../src/executors/terraform/command.ts';

const fixturePath = (name: string): string => new URL(`../../fixtures/plans/${name}.json`, import.meta.url).pathname;
const parse = (value: unknown): Promise<TerraformPlan> => readPlan([Buffer.from(JSON.stringify(value))], 'plan.json');

/** The code of what it throws; `fine` otherwise. */
async function codeOf(content: string | Uint8Array): Promise<string> {
  try {
    await readPlan([typeof content === 'string' ? Buffer.from(content) : content], 'plan.json');
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'fine';
}

const EMPTY = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: {} },
  timestamp: '2026-12-10T01:00:00Z',
  errored: false,
};
const change = (more: object = {}, of: object = {}) => ({
  address: 'a.b',
  mode: 'managed',
  type: 'a',
  name: 'b',
  provider_name: 'p/q/r',
  change: { actions: ['no-op'], before: null, after: null, ...of },
  ...more,
});

describe.each([
  ['v2', 'sakuracloud_', 'switch_id'],
  ['v3', 'sakura_', 'vswitch_id'],
])('%s', (version, prefix) => {
  test('objects by kind and id, with what rules read', async () => {
    const plan = await readPlanFile(fixturePath(`${version}-no-changes`));
    const managed = plan.changes.filter(({ mode }) => mode === 'managed');
    expect(
      Object.fromEntries(managed.map(({ address, kind, id }) => [address.split('.').slice(-2).join('.'), [kind, id]])),
    ).toMatchObject({
      [`${prefix}server.fgt`]: ['server', '113000000101'],
      [`${prefix}internet.wan`]: ['router', '113000000121'],
      [`${prefix}subnet.service["blue"]`]: ['subnet', '113000000124'],
      [`${prefix}ipv4_ptr.wan`]: ['ptr', '203.0.113.4'],
      [`${prefix}dns.zone`]: ['dns-zone', '113000000151'],
    });
    const router = managed.find(({ kind }) => kind === 'router')!;
    expect(router).toMatchObject({ zone: 'is1b', name: 'fgt-router' });
    // Renamed in v3; one name here.
    expect(router.before).toMatchObject({ switch_id: '113000000122', server_ids: ['113000000101'], enable_ipv6: true });
    expect(plan.prior.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['subnet', 'archive', 'ptr']));
    expect(plan.prior.every(({ kind }) => kind !== undefined)).toBe(true);
  });

  test('no secret is kept', async () => {
    for (const name of ['no-changes', 'import', 'detach', 'destroy']) {
      const text = await readFile(fixturePath(`${version}-${name}`), 'utf8');
      expect(text).toContain('planted-');
      expect(JSON.stringify(await readPlanFile(fixturePath(`${version}-${name}`)))).not.toContain('planted-');
    }
  });

  test('what an update changes, by name', async () => {
    const plan = await readPlanFile(fixturePath(`${version}-detach`));
    const server = plan.changes.find(({ does }) => does === 'update')!;
    expect(server.changed.filter((name) => name !== 'dns_servers')).toEqual(['network_interface']);
  });
});

describe('the envelope', () => {
  test('an empty plan, with members of a later version', async () => {
    expect(await parse({ ...EMPTY, made_up: [{ deep: [1] }], applyable: false, complete: true })).toEqual({
      formatVersion: '1.2',
      terraformVersion: '1.11.4',
      createdAtMs: Date.parse('2026-12-10T01:00:00Z'),
      errored: false,
      applyable: false,
      complete: true,
      changes: [],
      deferred: [],
      invocations: [],
      drift: [],
      prior: [],
    });
  });

  test('lists in any order, with a byte order mark, in pieces', async () => {
    const text = JSON.stringify({
      resource_drift: [change()],
      ...EMPTY,
      resource_changes: null,
      deferred_changes: [{}],
    });
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await readPlan(pieces, 'plan.json')).toMatchObject({
      drift: [{ address: 'a.b' }],
      changes: [],
      deferred: ['deferred_changes[0] (no reason given)'],
    });
  });

  test.each([
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['create', 'forget'], 'replace'],
    [['forget'], 'forget'],
    [['toString'], 'unknown'],
    [['delete', 'forget'], 'unknown'],
  ])('%s is %s', async (actions, does) => {
    const plan = await parse({ ...EMPTY, resource_changes: [change({}, { actions })] });
    expect(plan.changes[0]!.does).toBe(does);
  });

  test('an import has its id, also where nothing is known before', async () => {
    const plan = await parse({
      ...EMPTY,
      resource_changes: [change({ previous_address: 'a.c', deposed: 'ab12' }, { importing: { id: 'x-1' } })],
    });
    expect(plan.changes[0]).toMatchObject({
      importing: { id: 'x-1' },
      id: 'x-1',
      previousAddress: 'a.c',
      deposed: 'ab12',
    });
  });

  test.each([
    ['format_version', 'plan-is-other'],
    ['terraform_version', 'plan-field'],
    ['timestamp', 'plan-field'],
    ['errored', 'plan-field'],
  ])('without %s it is refused', async (name, code) => {
    const { [name as keyof typeof EMPTY]: _, ...rest } = EMPTY;
    expect(await codeOf(JSON.stringify(rest))).toBe(code);
  });

  test.each([
    ['format_version', '2.0', 'plan-format'],
    ['format_version', 1.2, 'plan-field'],
    ['timestamp', 'yesterday', 'plan-field'],
    ['timestamp', '2026-13-40T00:00:00Z', 'plan-field'],
    ['errored', 'no', 'plan-field'],
    ['complete', 1, 'plan-field'],
    ['resource_changes', 'none', 'plan-field'],
    ['resource_changes', [1], 'plan-field'],
    ['resource_changes', [{}], 'plan-field'],
    ['resource_changes', [change({ address: undefined })], 'plan-field'],
    ['resource_changes', [change({ type: 7 })], 'plan-field'],
    ['resource_changes', [change({ provider_name: '' })], 'plan-field'],
    ['resource_changes', [change({ change: undefined })], 'plan-field'],
    ['resource_changes', [change({}, { actions: [] })], 'plan-field'],
    ['resource_changes', [change({}, { actions: 'delete' })], 'plan-field'],
    ['prior_state', { values: { root_module: { resources: [7] } } }, 'plan-field'],
  ])('%s: %j is %s', async (name, value, code) => {
    expect(await codeOf(JSON.stringify({ ...EMPTY, [name]: value }))).toBe(code);
  });
});

describe('what is no plan', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'plan-empty-file'],
    ['a saved plan', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'plan-is-binary'],
    ['an encrypted one', '{"meta":{},"encrypted_data":"x","encryption_version":"v0"}', 'plan-is-binary'],
    ['PowerShell’s UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0), 'plan-is-utf16'],
    ['words', 'Terraform will perform the following actions:', 'plan-is-text'],
    ['a list', '[1]', 'plan-is-text'],
    ['a state file', '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x"}', 'plan-is-state'],
    ['a state as show prints it', '{"format_version":"1.0","terraform_version":"1","values":{}}', 'plan-is-state'],
    ['a state that is empty', '{"format_version":"1.0"}', 'plan-is-state'],
    ['schemas', '{"format_version":"1.0","provider_schemas":{}}', 'plan-is-other'],
    ['an event stream', '{"@level":"info","@message":"x"}\n{"@level":"info"}\n', 'plan-is-events'],
    ['half a file', JSON.stringify(EMPTY).slice(0, -9), 'plan-not-json'],
    ['two files', JSON.stringify(EMPTY).repeat(2), 'plan-two-texts'],
  ])('%s', async (_, content, code) => {
    expect(await codeOf(content)).toBe(code);
  });

  test('a path that is not there, or a folder', async () => {
    await expect(readPlanFile(join(tmpdir(), 'kaiyaku-no-such-plan.json'))).rejects.toMatchObject({
      code: 'plan-not-readable',
    });
    await expect(readPlanFile(tmpdir())).rejects.toMatchObject({ code: 'plan-not-readable' });
  });
});

const run = promisify(execFile);
const terraform = await findTerraform();

async function findTerraform(): Promise<string | undefined> {
  for (const name of ['terraform', 'tofu'])
    if (
      await run(name, ['version']).then(
        () => true,
        () => false,
      )
    )
      return name;
  console.log('skipped: plans of the real program, because neither terraform nor tofu is on the PATH');
  return undefined;
}

const CONFIGURATION = (inputs: readonly string[]) => `
variable "secret" {
  sensitive = true
  default   = "planted-secret"
}
${inputs.map((name) => `resource "terraform_data" "${name}" { input = { name = "${name}", secret = var.secret } }`).join('\n')}
module "inside" {
  source = "./inside"
}
`;

describe.skipIf(terraform === undefined)('plans of the real program (where terraform or tofu is installed)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kaiyaku-terraform-'));
    await run('mkdir', [join(folder, 'inside')]);
    await writeFile(
      join(folder, 'inside', 'main.tf'),
      'resource "terraform_data" "each" {\n  for_each = toset(["x", "y"])\n}\n',
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const real = (...args: readonly string[]) =>
    run(terraform!, args, {
      cwd: folder,
      maxBuffer: 64 * 1_048_576,
      env: { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' },
    });
  async function planOf(...args: readonly string[]): Promise<string> {
    await real('plan', '-input=false', '-out=plan.bin', ...args);
    const path = join(folder, 'plan.json');
    await writeFile(path, (await real('show', '-json', 'plan.bin')).stdout);
    return path;
  }

  test('create, then delete one, then nothing, then a target; and everything else that it prints', async () => {
    await writeFile(join(folder, 'main.tf'), CONFIGURATION(['one', 'two']));
    await real('init', '-input=false');
    const created = await readPlanFile(await planOf());
    expect(created).toMatchObject({ errored: false, deferred: [], prior: [] });
    expect(created.changes.map(({ address, does }) => `${does} ${address}`)).toEqual([
      'create terraform_data.one',
      'create terraform_data.two',
      'create module.inside.terraform_data.each["x"]',
      'create module.inside.terraform_data.each["y"]',
    ]);
    expect(Math.abs(created.createdAtMs - Date.now())).toBeLessThan(600_000);
    await real('apply', '-input=false', 'plan.bin');
    await expect(readPlanFile(join(folder, 'plan.bin'))).rejects.toMatchObject({ code: 'plan-is-binary' });
    await expect(readPlanFile(join(folder, 'terraform.tfstate'))).rejects.toMatchObject({ code: 'plan-is-state' });
    await writeFile(join(folder, 'shown.json'), (await real('show', '-json')).stdout);
    await expect(readPlanFile(join(folder, 'shown.json'))).rejects.toMatchObject({ code: 'plan-is-state' });
    await writeFile(join(folder, 'events.json'), (await real('plan', '-json')).stdout);
    await expect(readPlanFile(join(folder, 'events.json'))).rejects.toMatchObject({ code: 'plan-is-events' });

    const nothing = await readPlanFile(await planOf());
    expect(nothing.changes.map(({ does }) => does)).toEqual(['no-op', 'no-op', 'no-op', 'no-op']);
    await writeFile(join(folder, 'main.tf'), CONFIGURATION(['one']));
    const path = await planOf();
    const deleted = await readPlanFile(path);
    const { id } = deleted.changes.find(({ does }) => does === 'delete')!;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await readFile(path, 'utf8')).toContain('planted-secret');
    expect(JSON.stringify(deleted)).not.toContain('planted-secret');
    const targeted = await readPlanFile(await planOf('-destroy', '-target=module.inside'));
    expect(targeted.changes.map(({ does }) => does)).toEqual(['delete', 'delete']);
    if (targeted.complete !== undefined) expect(targeted.complete).toBe(false);
  }, 120_000);
});
