// The synthesized folder under a real `terraform`, at every moment of a teardown: whatever is run there raw, nothing is
// removed from the account, nothing is planned for deletion, and `check --plan` passes the plan of the present stack alone.
// Terraform sees the account by the stand-in provider.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testClockOf } from '../../src/base/test-clock.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { applyToTheEnd, type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { startStandIn } from '../helpers/attached-terraform.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

const STEPS = [
  'back-up',
  'reset-fortigate',
  'delete-licence-file',
  'remove-dns-records',
  'release-ips',
  'destroy-server',
];
const DNS = `dns:
  - id: "${DEFAULT_IDS.dns}"
    domain: example.jp
    records: [{ name: vpn, type: A, data: 203.0.113.4 }]
licenceFiles:`;

describe.skipIf(WITHOUT_TERRAFORM !== '').each(['2', '3'])(
  `terraform in a synthesized folder, provider %s${WITHOUT_TERRAFORM}`,
  { timeout: 240_000 },
  (version) => {
    const SYNTH = ['synth', NAME, '--out', 'stack', '--provider-version', version];
    let estate: Estate;
    let attached: string;
    let stop: () => void;

    beforeAll(async () => {
      estate = await startEstate();
      ({ reattach: attached, stop } = await startStandIn(estate));
      await mkdir(join(estate.folder, 'home'));
      await writeFile(join(estate.folder, 'home', 'cli.tfrc'), '');
    }, 60_000);
    afterAll(async () => {
      stop?.();
      await estate?.close();
    });

    function terraform(...args: readonly string[]): Promise<{ code: number | null; out: string }> {
      const home = join(estate.folder, 'home');
      const env = {
        PATH: process.env['PATH'],
        HOME: home,
        TF_CLI_CONFIG_FILE: join(home, 'cli.tfrc'),
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        TF_REATTACH_PROVIDERS: attached,
      };
      return new Promise((resolve, reject) => {
        const child = spawn('terraform', args, {
          cwd: join(estate.folder, 'stack'),
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let out = '';
        child.stdout.on('data', (text: Buffer) => (out += text.toString()));
        child.stderr.on('data', (text: Buffer) => (out += text.toString()));
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, out }));
      });
    }

    const APPLY = ['apply', '-input=false', '-auto-approve', '-no-color'];

    /** What Terraform says of a plan, and that none of it changed the account. */
    async function harmless(args: readonly string[]): Promise<{ code: number | null; out: string }> {
      const before = await estate.transitions();
      const ran = await terraform(...args);
      expect(await estate.transitions(), ran.out).toEqual(before);
      return ran;
    }

    interface Plan {
      timestamp: string;
      readonly resource_changes: readonly { readonly address: string; readonly change: { actions: string[] } }[];
    }

    /** As made now by the clock of the estate, which is not Terraform's. */
    async function shownPlan(): Promise<Plan> {
      const plan = JSON.parse((await terraform('show', '-json', 'plan.bin')).out) as Plan;
      const timestamp = new Date(testClockOf(estate.env).nowMs()).toISOString();
      return { ...plan, resource_changes: plan.resource_changes ?? [], timestamp };
    }

    /** Exit code and rules of `check --plan`. */
    async function gate(plan: Plan): Promise<[number, string[]]> {
      const file = join(estate.folder, 'plan.json');
      await writeFile(file, JSON.stringify(plan));
      const ran = await estate.run(['check', NAME, '--plan', file, '--format', 'json']);
      const [contract] = jsonOf<{ contracts: { findings: { rule: string }[]; terraformPlan: { stage: string } }[] }>(
        ran,
      ).contracts;
      expect(contract!.terraformPlan.stage).toBe('stack');
      return [ran.code, contract!.findings.map(({ rule }) => rule)];
    }

    test('raw apply, targeted apply and destroy remove nothing, from the first moment to the last', async () => {
      await estate.edit('licenceFiles:', DNS);
      await toTheNotice(estate);
      await estate.change({ remove: { collection: 'items', id: DEFAULT_IDS.monitor } });
      await runAll(estate, SYNTH);
      const init = await terraform('init', '-input=false', '-no-color');
      expect(init.code, init.out).toBe(0);
      await terraform('plan', '-input=false', '-no-color', '-out=plan.bin');
      let before = await shownPlan();
      expect(await gate(before)).toEqual([0, []]);
      const first = await harmless(APPLY);
      expect(first.code, first.out).toBe(0);
      // Version 3 fills in how often it tries again to set a reverse name: a change of its state alone, for the three of them.
      expect(first.out).toMatch(/Apply complete! Resources: \d+ imported, 1 added, [03] changed, 0 destroyed/);
      expect(first.out.includes(' 3 changed')).toBe(version === '3');

      for (const step of STEPS) {
        for (let code = 15; code === 15 || code === 11;) {
          code = (await estate.run(['apply', NAME, '--until', step, '--format', 'json'])).code;
          if (code !== 11) break;
          await runAll(estate, ['approve', NAME, '--confirm', NAME]);
        }
        const stale = await harmless(APPLY);
        expect(stale.code, stale.out).toBe(1);
        expect(stale.out).toMatch(/run kaiyaku synth\s+again/);

        await runAll(estate, SYNTH);
        const planned = await terraform('plan', '-input=false', '-no-color', '-out=plan.bin');
        expect(planned.code, planned.out).toBe(0);
        const plan = await shownPlan();
        expect(
          plan.resource_changes.filter(({ change }) => change.actions.includes('delete')),
          step,
        ).toEqual([]);
        expect(await gate(plan), step).toEqual([0, []]);
        // What was planned before the journal moved on is old, whatever it holds.
        expect(await gate(before), step).toEqual([13, expect.arrayContaining(['R31'])]);
        before = plan;
        const applied = await harmless(APPLY);
        expect(applied.code, applied.out).toBe(0);
        expect(applied.out).toMatch(/ 0 destroyed/);
        const destroyed = await harmless(['destroy', '-input=false', '-auto-approve', '-no-color']);
        expect(destroyed.code, destroyed.out).toBe(1);
        expect(destroyed.out).toContain('prevent_destroy');
        const standing = (await terraform('state', 'list')).out.split('\n').find((one) => /_server\./.test(one));
        if (standing !== undefined) {
          const aimed = await harmless([
            'destroy',
            `-target=${standing}`,
            '-input=false',
            '-auto-approve',
            '-no-color',
          ]);
          expect(aimed.code, aimed.out).toBe(1);
        }
      }
      const last = jsonOf<{ outcome: string }>(await applyToTheEnd(estate));
      expect(last.outcome).toBe('complete');
      const { zones } = (await estate.world()) as { zones: { is1b: { servers: { id: string }[] } } };
      expect(zones.is1b.servers.map(({ id }) => id)).toEqual([DEFAULT_IDS.otherServer]);
      // A zone of DNS is described to the end: only a record of it has gone.
      const left = (await terraform('state', 'list')).out.trim().split('\n');
      expect(left).toEqual([expect.stringMatching(/_dns\.dns_zone_/), 'terraform_data.kaiyaku_sentinel']);
    });
  },
);
