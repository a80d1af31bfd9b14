// What holds for every report, whatever it says: its width, its colours, its next command, each reason once.
import { buildSync } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Survey } from '../../src/engine/survey.ts';
import { planJson, planText } from '../../src/report/plan.ts';
import { columnsOf } from '../../src/report/plain-text.ts';
import { requestReport } from '../../src/report/request.ts';
import { rehearsalText, storyLine } from '../../src/report/rehearsal.ts';
import { endOf, outstandingApprovals, stepStatuses } from '../../src/report/status-facts.ts';
import type { Style } from '../../src/report/style.ts';
import * as data from './data.ts';
import * as journals from './journals.ts';
import * as moments from './moments.ts';
import * as samples from './samples.ts';

const PLAIN: Style = { color: false, unicode: true, width: 80, verbose: false };
const reports = Object.entries(samples.REPORTS);

/** Commands, digests and ids stay whole; everything else wraps. */
const STAYS_WHOLE = /\bkaiyaku [a-z]|ssh-keygen|[^\s]{40,}/u;

describe.each([50, 60, 72, 80, 100, 120])('in %i columns', (width) => {
  test.each(reports)('%s has no line that is too long', (_, render) => {
    for (const style of [
      { ...PLAIN, width },
      { ...PLAIN, width, unicode: false, verbose: true },
    ]) {
      const long = render(style)
        .split('\n')
        .filter((line) => columnsOf(line) > width && !STAYS_WHOLE.test(line));
      expect(long).toEqual([]);
    }
  });
});

test.each(reports)('%s says the same with colours as without', (_, render) => {
  const bare = render({ ...PLAIN, color: false });
  const painted = render({ ...PLAIN, color: true });
  expect(bare).not.toContain('\u001b');
  expect(painted.replace(/\u001b\[[0-9;]*m/gu, '')).toBe(bare);
  if (bare.includes('Next')) expect(painted).toContain('\u001b[');
});

test.each(reports)('%s has no trailing space and no mark of ours in ASCII', (name, render) => {
  const text = render({ ...PLAIN, unicode: false });
  expect(text).not.toMatch(/[✔–●◷☐⚑✖·“”’…×─→§¥]/u);
  if (name !== 'request') expect(text).not.toMatch(/ $/mu);
});

const PLANS: readonly (readonly [string, Survey, string])[] = [
  ['at the start', moments.AT_THE_START, 'kaiyaku apply fgt-prod   # on 2026-11-24 or later'],
  [
    'waiting for the notice',
    moments.WAITING_FOR_THE_NOTICE,
    'kaiyaku attest fgt-prod file-licence-notice --set endsOn=… --file FILE',
  ],
  ['needs approval', moments.NEEDS_APPROVAL, 'kaiyaku approve fgt-prod --step reset-fortigate'],
  ['dead device', moments.DEAD_DEVICE, 'kaiyaku plan fgt-prod'],
  ['in doubt', moments.IN_DOUBT, 'kaiyaku settle fgt-prod --entry 41 --as done|not-done --reason …'],
  ['ready', moments.READY, 'kaiyaku apply fgt-prod'],
];
test.each(PLANS)('%s: the last line is the next command, with the contract’s name', (_, survey, next) => {
  const text = planText(samples.planView(survey), PLAIN);
  expect(text.trimEnd().split('\n').at(-1)).toBe(`Next  ${next}`);
  expect(planJson(samples.planView(survey)).next).toBe(next);
});

test('no report and no document leaves CONTRACT for the reader to fill in', () => {
  for (const [name, render] of reports)
    if (!name.startsWith('rehearsal')) expect(render(PLAIN)).not.toContain('CONTRACT');
  expect(JSON.stringify(planJson(samples.planView(moments.REFUSED)))).not.toContain('CONTRACT');
});

test('without a journal the next command opens it; a complete contract has none', () => {
  expect(planJson({ contract: 'fgt-prod', title: 'plan', survey: moments.READY }).next).toBe('kaiyaku open fgt-prod');
  expect(planJson(samples.planView(moments.COMPLETE)).next).toBeUndefined();
  expect(planText(samples.planView(moments.COMPLETE), PLAIN).trimEnd()).toMatch(/Complete: nothing is left to do\.$/u);
});

test('a name that a shell would split is quoted in commands', () => {
  const text = planText({ ...samples.planView(moments.READY), contract: "a b'c" }, PLAIN);
  expect(text).toContain(String.raw`kaiyaku apply 'a b'\''c'`);
});

describe('each reason once', () => {
  const flat = (survey: Survey) => planText(samples.planView(survey), { ...PLAIN, width: 10_000 });
  const count = (text: string, part: string): number => text.split(part).length - 1;

  test('a refusal’s what and why, though sentence, reasons and findings all have it', () => {
    const text = flat(moments.REFUSED);
    expect(count(text, 'DNS record www.example.jp A still uses 203.0.113.5')).toBe(1);
    expect(count(text, 'simple monitor fw still uses 203.0.113.5')).toBe(1);
    expect(count(text, 'the address may be given to somebody else')).toBe(1);
    expect(count(text, 'R13  ')).toBe(2);
  });
  test('what could not be read, though the step and its effect both failed on it', () => {
    const text = flat(moments.DEAD_DEVICE);
    expect(count(text, 'fgt-01 does not answer on port 22')).toBe(1);
    expect(count(text, 'kaiyaku approve fgt-prod --route disk')).toBe(1);
  });
  test('a step whose turn has not come is no refusal', () => {
    const text = flat(moments.AT_THE_START);
    expect(text).not.toContain('✖');
    expect(text).toContain('· release-ips');
    expect(planJson(samples.planView(moments.AT_THE_START)).steps.at(-1)!.verdict).toBe('blocked');
  });
});

describe('many effects', () => {
  const step = { ...data.STEPS.release, effects: [] };
  const effects = Array.from({ length: 40 }, (_, index) => {
    const one = data.STEPS.release.effects[1]!;
    const named = { ...one, id: `${one.id}-${index}`, title: `clear the reverse name of 203.0.113.${index}` };
    return data.effectVerdict(named, { standing: index < 10 ? 'settled' : 'to-do' });
  });
  const survey = data.surveyAt({
    todayOn: '2026-12-21',
    outcome: 'more-to-do',
    verdicts: {
      release: {
        step,
        effects,
        verdict: 'ready',
        due: true,
        reasons: [],
        sentence: 'ready',
        next: 'kaiyaku apply CONTRACT',
      },
    },
  });
  test('are counted and cut', () => {
    const text = planText(samples.planView(survey), PLAIN);
    expect(text).toContain('10 effects done and verified');
    expect(text).toContain('14 more effects, shown with --verbose');
    expect(text.match(/clear the reverse name/gu)).toHaveLength(16);
  });
  test('are all there when asked for, and always in JSON', () => {
    const text = planText(samples.planView(survey), { ...PLAIN, width: 10_000, verbose: true });
    expect(text.match(/clear the reverse name of 203\.0\.113\.\d+ /gu)).toHaveLength(40);
    expect(planJson(samples.planView(survey)).steps.find((one) => one.id === 'release-ips')!.effects).toHaveLength(40);
  });
  test('of other steps are summarised', () => {
    expect(planText(samples.planView(survey), { ...PLAIN, width: 100 })).toContain(
      'destroy the server and its disks · 2 irreversible effects',
    );
  });
});

test('what the other side named cannot move the cursor', () => {
  const evil = data.surveyAt({
    todayOn: '2026-12-21',
    outcome: 'could-not-look',
    verdicts: {
      backUp: {
        verdict: 'unreadable',
        due: true,
        reasons: [],
        sentence: 'server \u001b[2J\u001b]0;x\u0007\u202eevil\r said no',
      },
    },
  });
  const text = planText(samples.planView(evil), { ...PLAIN, color: false });
  expect(text).toContain(String.raw`\x1b[2J\x1b]0;x\x07\u202eevil\x0d said no`);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
});

test('a text to be pasted stands at the left edge, byte for byte', () => {
  const text = requestReport({ contract: 'fgt-prod', request: samples.REQUEST }, { ...PLAIN, width: 20 });
  expect(text).toContain(`\n${samples.REQUEST.text}`);
});

test('every line of a rehearsal’s story says so, and so does its summary', () => {
  for (const event of samples.REHEARSAL.story) expect(storyLine(event, PLAIN)).toMatch(/^REHEARSAL {2}/u);
  expect(rehearsalText(samples.REHEARSAL, PLAIN)).toMatch(/^\n+REHEARSAL route R/u);
  expect(rehearsalText(samples.REHEARSAL_FAILED, PLAIN)).toContain('REHEARSAL in-doubt: it did not reach the end');
});

describe('status, from the journal alone', () => {
  const words = (journal: typeof journals.HELD) => stepStatuses(journal.state).map((one) => one.status);
  test('a step is as far as its effects and attestations', () => {
    expect(words(journals.JUST_OPENED)).toEqual(Array(8).fill('not-begun'));
    expect(words(journals.RESET_IN_DOUBT).slice(0, 5)).toEqual(['done', 'done', 'done', 'in-doubt', 'not-begun']);
    expect(words(journals.CLOSED)).toEqual([
      'done',
      'done',
      'not-needed',
      'not-needed',
      'done',
      'done',
      'done',
      'done',
    ]);
  });
  test('the notice’s end wins over the wanted one', () => {
    expect(endOf(journals.JUST_OPENED.state)).toEqual({ endsOn: '2026-12-31', source: 'wanted' });
    expect(endOf(journals.HELD.state).source).toBe('notice');
  });
  test('approvals are outstanding until they are spent, attested or expired', () => {
    const at = (iso: string) =>
      outstandingApprovals(journals.HELD.state, Date.parse(iso)).map(
        ({ approvalId, state }) => `${approvalId} ${state}`,
      );
    expect(at('2026-12-23T00:00:00Z')).toEqual(['A-1f3a90bc valid']);
    expect(at('2026-12-24T01:00:00Z')).toEqual(['A-1f3a90bc expired']);
    expect(outstandingApprovals(journals.CLOSED.state, 0)).toEqual([]);
  });
  test('loads neither the schema nor the YAML reader nor the holidays', () => {
    const entry = fileURLToPath(new URL('../../src/report/status.ts', import.meta.url));
    const { metafile } = buildSync({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      metafile: true,
    });
    const packages = new Set(
      Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1] ?? []),
    );
    expect([...packages].sort()).toEqual(
      ['picocolors', 'temporal-polyfill', 'temporal-spec', 'temporal-utils'].filter((name) => packages.has(name)),
    );
    expect(packages).toContain('picocolors');
  });
});
