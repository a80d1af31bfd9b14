// The formats of `check`, from one report that holds everything there is, and from texts that want to break out.
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckedContract, CheckReport, PlacedFinding } from '../../src/engine/gate/finding.ts';
import { rulesOf } from '../../src/engine/gate/rules.ts';
import { checkGithub } from '../../src/report/check/github.ts';
import { checkJson } from '../../src/report/check/json.ts';
import { checkJunit } from '../../src/report/check/junit.ts';
import { checkMarkdown } from '../../src/report/check/markdown.ts';
import { checkSarif } from '../../src/report/check/sarif.ts';
import { checkText } from '../../src/report/check/text.ts';
import { expectJunit } from './junit-shape.ts';
import { expectSarif } from './sarif-shape.ts';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/report/${name}`, import.meta.url));
const STYLE = { color: false, unicode: true, width: 100, verbose: false };

const MISSED: PlacedFinding = {
  rule: 'SF1',
  severity: 'error',
  what: 'missed: the cancellation is accepted (受理), to end on 2026-12-31; the limit was 2026-12-20',
  why: 'at stake: one month more, 33000 yen',
  next: 'kaiyaku plan CONTRACT',
  costYen: 33_000,
  on: '2026-12-18',
  about: 'the cancellation is accepted (受理), to end',
  line: 16,
  column: 11,
  excerpt: { text: 'endMonth: 2026-12', from: 10, length: 7 },
  fingerprint: 'a'.repeat(64),
};
const HELD: PlacedFinding = {
  rule: 'held',
  severity: 'warning',
  what: 'held by sato since 2026-12-01: migration is late',
  about: 'held',
  line: 1,
  column: 1,
  fingerprint: 'b'.repeat(64),
};
const NOTE: PlacedFinding = {
  rule: 'provisional-date',
  severity: 'note',
  what: 'SF8: 2028-09-21 may move',
  about: 'SF8',
  line: 16,
  column: 11,
  fingerprint: 'c'.repeat(64),
};
const WAIVED: PlacedFinding = {
  ...MISSED,
  rule: 'R13',
  about: 'dns www',
  fingerprint: 'd'.repeat(64),
  waived: { reason: 'the record goes with the zone', untilOn: '2027-01-31' },
};
const UNREAD: PlacedFinding = {
  rule: 'contract/contract-unreadable',
  severity: 'error',
  what: 'the file is no contract',
  about: '',
  line: 0,
  column: 0,
  fingerprint: 'e'.repeat(64),
};

const contract = (name: string, findings: readonly PlacedFinding[], more: Partial<CheckedContract> = {}) => ({
  name,
  file: `contracts/${name}.yaml`,
  provider: 'sakura-fortigate',
  endsOn: '2026-12-31',
  outcome: 'waiting-for-person',
  current: { step: 'apply-for-cancellation', sentence: 'to be done by a person', next: 'kaiyaku plan CONTRACT' },
  hasJournal: true,
  findings,
  judged: ['contract', 'held', 'provisional-date', 'SF1'],
  notJudged: [{ rule: 'R13', why: 'needs a look at the world: kaiyaku plan CONTRACT' }],
  ...more,
});

const EXPLAINED = {
  SF1: { title: 'Acceptance by the 20th', text: 'Accepted later it ends later.', quote: '毎月20日' },
};
const reportOf = (contracts: readonly CheckedContract[], more: Partial<CheckReport> = {}): CheckReport => ({
  toolVersion: '1.2.3',
  todayOn: '2026-12-22',
  failOn: 'error',
  filesOnly: false,
  contracts,
  rules: rulesOf(EXPLAINED),
  exitCode: 13,
  ...more,
});
const WHOLE = reportOf([
  contract('fgt-prod', [MISSED, HELD, NOTE, WAIVED]),
  contract('fgt-quiet', []),
  contract('broken', [UNREAD], { stopped: 'contract', notJudged: [], judged: ['contract'] }),
]);

describe('whole reports against texts that a person has looked at', () => {
  test.each([
    ['check.txt', checkText(WHOLE, STYLE)],
    ['check.narrow.txt', checkText(WHOLE, { ...STYLE, width: 60 })],
    ['check.ascii.txt', checkText(WHOLE, { ...STYLE, unicode: false })],
    ['check-open.txt', checkText(reportOf([contract('fgt-quiet', [])], { exitCode: 0 }), STYLE)],
    ['check.json', `${JSON.stringify(checkJson(WHOLE), null, 2)}\n`],
    ['check.junit.xml', checkJunit(WHOLE)],
    ['check.sarif', `${JSON.stringify(checkSarif(WHOLE), null, 2)}\n`],
    ['check.github.txt', checkGithub(WHOLE)],
    ['check.md', checkMarkdown(WHOLE)],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(golden(name));
  });
});

test('what does not close the gate is no failure', () => {
  const suites = (failOn: CheckReport['failOn']) =>
    expectJunit(checkJunit({ ...WHOLE, failOn })).map(({ attributes }) => Number(attributes['failures']));
  expect(suites('error')).toEqual([1, 0, 1]);
  expect(suites('warning')).toEqual([2, 0, 1]);
  expect(suites('never')).toEqual([0, 0, 0]);
  const commands = (failOn: CheckReport['failOn']) =>
    checkGithub({ ...WHOLE, failOn })
      .split('\n')
      .flatMap((line) => /^::(\w+)/u.exec(line)?.[1] ?? []);
  expect(commands('error')).toEqual(['error', 'warning', 'notice', 'notice', 'error']);
  expect(commands('never')).toEqual(['warning', 'warning', 'notice', 'notice', 'warning']);
});

test('many quiet contracts are counted', () => {
  const many = reportOf(
    Array.from({ length: 21 }, (_, at) => contract(`quiet-${at}`, [])),
    { exitCode: 0 },
  );
  expect(checkText(many, STYLE)).not.toContain('quiet-1');
  expect(checkText(many, STYLE)).toContain('21 contracts without findings');
  expect(checkText(many, { ...STYLE, verbose: true })).toContain('quiet-20');
});

describe('whatever a text holds', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '::error file=x::y',
      '%0A::set-output name=a::b',
      ']]><x a="1">&amp;&#0;',
      '| a | [x](javascript:1) `<img src=x>` @team #1 |\r\n| b |',
      '\ud800 \u0000 \u001b[31m \uffff',
    ),
  );
  const reports = fc
    .record({ what: nasty, why: nasty, next: nasty, reason: nasty, file: nasty })
    .map(({ what, why, next, reason, file }) =>
      reportOf([
        contract(
          'fgt-prod',
          [
            { ...MISSED, what: `.${what}`, why, next },
            { ...WAIVED, what: `.${what}`, waived: { reason } },
          ],
          {
            // A path of a system holds no lone surrogate and no NUL.
            file: `contracts/${Buffer.from(file, 'utf8').toString('utf8').replaceAll('\0', '')}x.yaml`,
          },
        ),
      ]),
    );

  test('SARIF stays valid', () => {
    fc.assert(fc.property(reports, (report) => void expectSarif(JSON.stringify(checkSarif(report)))));
  });
  test('JUnit stays valid, and says the same', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const suites = expectJunit(checkJunit(report));
        const said = suites[0]!.children.flatMap(({ children }) => children).find(({ name }) => name === 'failure');
        const clean = report.contracts[0]!.findings[0]!.what.replaceAll(
          /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu,
          '\ufffd',
        );
        expect(said?.attributes['message']).toBe(clean);
      }),
    );
  });
  test('GitHub gets one command a finding, and none from a text', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const lines = checkGithub(report).split(/\r?\n|\r/u);
        expect(lines.filter((line) => line.includes('::')).length).toBe(2);
        expect(lines).toHaveLength(4);
      }),
    );
  });
  test('Markdown keeps its table, without links, pictures or mentions of its own', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const rows = checkMarkdown(report)
          .split(/\r?\n|\r/u)
          .filter((line) => line.startsWith('|'));
        expect(rows).toHaveLength(4);
        for (const row of rows) expect(row.split('|')).toHaveLength(9);
        for (const row of rows.slice(2)) expect(row.replaceAll('<br>', '')).not.toMatch(/[<>[\]`@]/u);
      }),
    );
  });
  test('the terminal is not moved', () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(checkText(report, STYLE)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u);
      }),
    );
  });
});
