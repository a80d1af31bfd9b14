// The examples for CI, timers and clusters say only what kaiyaku knows, and do with each exit code what the table means: the
// shell of them is run, with a program in kaiyaku's place that ends as it is told.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { commands } from '../../src/cli/index.ts';
import { callsIn, ciExamples, unitOf } from './ci.ts';

const examples = await ciExamples();
const text = (name: string) => examples.get(`examples/ci/${name}`)!;
const documents = (name: string) =>
  parseAllDocuments(text(name)).map((one) => {
    expect([...one.errors, ...one.warnings]).toEqual([]);
    return one.toJS();
  });

/** Ways to wait: no alert. Anything else that is not 0 has to reach somebody. */
const WAITS = [EXIT.waitingForDate, EXIT.waitingForPerson, EXIT.moreToDo];
const FAILS = [EXIT.fault, EXIT.usage, EXIT.inDoubt, EXIT.refused, EXIT.couldNotLook];

describe('every example', () => {
  it('is there, and each of another kind is read by a test below', () => {
    expect([...examples.keys()].filter((name) => !/\.ya?ml$|\.service$|\.timer$/.test(name))).toEqual([]);
    expect(examples.size).toBeGreaterThanOrEqual(8);
  });

  it.each([...examples].filter(([name]) => /\.ya?ml$/.test(name)))('%s is YAML', (name) => {
    expect(documents(name.slice('examples/ci/'.length)).every((one) => typeof one === 'object')).toBe(true);
  });

  it.each([...examples].filter(([name]) => !/\.ya?ml$/.test(name)))('%s is a unit', (name, unit) => {
    const sections = unitOf(unit);
    expect([...sections.keys()]).toEqual(
      name.endsWith('.timer') ? ['Unit', 'Timer', 'Install'] : ['Unit', 'Service'],
    );
    if (name.endsWith('.timer')) expect(sections.get('Timer')!.get('Persistent')).toEqual(['true']);
  });

  const called = [...examples].flatMap(([name, one]) => callsIn(one).map((call) => ({ name, ...call })));

  it('calls check, due and apply somewhere, and says where the journals live wherever it reads them', () => {
    expect(new Set(called.map(({ verb }) => verb))).toEqual(new Set(['check', 'due', 'apply']));
    for (const { words } of called)
      expect(words.some((word) => ['--journal-dir', '--files-only'].includes(word)), words.join(' ')).toBe(true);
  });

  it.each(called)('$name: $verb has the options it is given', ({ verb, words }) => {
    const command = commands.find(({ name }) => name === verb);
    expect(command).toBeDefined();
    const known = new Map(command!.options.map((one) => [/--[a-z-]+/.exec(one.flags)![0], one]));
    for (const [at, word] of words.entries()) {
      const option = /^--[a-z-]+/.exec(word)?.[0];
      if (option === undefined) continue;
      expect([...known.keys()]).toContain(option);
      const choices = known.get(option)!.choices;
      if (choices !== undefined) expect(choices).toContain(words[at + 1]);
    }
  });
});

describe('exit codes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kaiyaku-examples-'));
    for (const name of ['kaiyaku', 'npx']) {
      writeFileSync(join(folder, name), '#!/bin/sh\nexit "$STUB_CODE"\n');
      chmodSync(join(folder, name), 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** How the script ends when kaiyaku ends with that code. */
  const ends = (shell: readonly string[], script: string, code: number): number | null =>
    spawnSync(shell[0]!, [...shell.slice(1), script], {
      stdio: 'ignore',
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        STUB_CODE: String(code),
        KAIYAKU_RETRY_SECONDS: '0',
        CONTRACT: 'fgt-prod',
        KAIYAKU_JOURNALS: folder,
      },
    }).status;
  const same = (codes: readonly number[]) => codes.map((code) => [code, code]);
  const quiet = (codes: readonly number[]) => codes.map((code) => [code, 0]);

  it('GitHub: waiting ends well, somebody’s turn warns, everything else fails the job', () => {
    const [flow] = documents('github-actions.yml');
    const script = (job: string, name: string): string =>
      flow.jobs[job].steps.find((step: { name?: string }) => step.name === name).run;
    const run = (job: string, name: string, codes: readonly number[]) =>
      codes.map((code) => [code, ends(['bash', '-eo', 'pipefail', '-c'], script(job, name), code)]);
    const late = [EXIT.fault, EXIT.usage, EXIT.refused];
    expect(run('gate', 'due', [EXIT.ok, EXIT.waitingForDate, EXIT.waitingForPerson])).toEqual(quiet([0, 10, 11]));
    expect(run('gate', 'due', late)).toEqual(same(late));
    expect(run('apply', 'apply', [EXIT.ok, ...WAITS])).toEqual(quiet([EXIT.ok, ...WAITS]));
    expect(run('apply', 'apply', [...FAILS, EXIT.locked])).toEqual(same([...FAILS, EXIT.locked]));
    for (const job of ['files', 'gate'])
      expect(run(job, 'check', [EXIT.ok, EXIT.refused, EXIT.usage])).toEqual(same([0, 13, 2]));
  });

  it('Kubernetes: the shell hands on what has to alert, and the policy tries a lock alone again', () => {
    const [, { spec }] = documents('kubernetes-cronjob.yaml');
    const { podFailurePolicy, template } = spec.jobTemplate.spec;
    const [{ command, args }] = template.spec.containers;
    const run = (codes: readonly number[]) => codes.map((code) => [code, ends(command, args[0], code)]);
    expect(run([EXIT.ok, ...WAITS])).toEqual(quiet([EXIT.ok, ...WAITS]));
    expect(run([...FAILS, EXIT.locked])).toEqual(same([...FAILS, EXIT.locked]));
    expect(
      podFailurePolicy.rules.map((rule: any) => [rule.action, rule.onExitCodes.operator, ...rule.onExitCodes.values]), // oxlint-disable-line typescript/no-explicit-any
    ).toEqual([
      ['Count', 'In', EXIT.locked],
      ['FailJob', 'NotIn', EXIT.locked],
    ]);
    expect(spec.concurrencyPolicy).toBe('Forbid');
  });

  it('GitLab: waiting is a warning, a lock is tried again, the gate may not fail softly', () => {
    const [jobs] = documents('gitlab-ci.yml');
    expect(jobs.apply.allow_failure.exit_codes).toEqual(WAITS);
    expect(jobs.apply.retry.exit_codes).toEqual([EXIT.locked]);
    expect(jobs.due.allow_failure.exit_codes).toEqual([EXIT.waitingForDate, EXIT.waitingForPerson]);
    for (const job of ['files', 'gate']) expect(jobs[job].allow_failure).toBeUndefined();
  });

  it('systemd: waiting is success, a lock is tried again, the rest reaches a person', () => {
    const unit = (name: string) => unitOf(text(`systemd/${name}`));
    const apply = unit('kaiyaku-apply@.service');
    expect(apply.get('Service')!.get('SuccessExitStatus')).toEqual([WAITS.join(' ')]);
    expect(apply.get('Service')!.get('RestartForceExitStatus')).toEqual([String(EXIT.locked)]);
    const due = unit('kaiyaku-due.service');
    expect(due.get('Service')!.get('SuccessExitStatus')).toEqual([String(EXIT.waitingForDate)]);
    for (const one of [apply, due]) {
      const [alert] = one.get('Unit')!.get('OnFailure')!;
      expect(examples.has(`examples/ci/systemd/${alert!.replace('%n', '')}`)).toBe(true);
    }
  });
});
