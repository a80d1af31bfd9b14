// Whole reports against texts that a person has looked at. A change shows as a diff of what the user will see.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { applyJson } from '../../src/report/apply.ts';
import { approvalJson } from '../../src/report/approval.ts';
import { errorJson } from '../../src/report/error.ts';
import { verifyJson } from '../../src/report/journal.ts';
import { planJson } from '../../src/report/plan.ts';
import { rehearsalJson } from '../../src/report/rehearsal.ts';
import { requestJson } from '../../src/report/request.ts';
import { statusJson } from '../../src/report/status.ts';
import type { Style } from '../../src/report/style.ts';
import { termsJson } from '../../src/report/terms.ts';
import * as data from './data.ts';
import * as journals from './journals.ts';
import * as moments from './moments.ts';
import * as samples from './samples.ts';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/report/${name}`, import.meta.url));

const PLAIN: Style = { color: false, unicode: true, width: 100, verbose: false };

test.each(Object.entries(samples.REPORTS))('%s, plain', async (name, render) => {
  await expect(render(PLAIN)).toMatchFileSnapshot(golden(`${name}.txt`));
});

/** The styles that differ in kind; one report each is enough to see them. */
const STYLES: readonly (readonly [string, string, Partial<Style>])[] = [
  ['plan-needs-approval', 'color', { color: true }],
  ['status-in-doubt', 'color', { color: true }],
  ['rehearsal', 'color', { color: true }],
  ['plan-dead-device', 'ascii', { unicode: false }],
  ['status-closed', 'ascii', { unicode: false }],
  ['terms', 'narrow', { width: 60 }],
  ['plan-refused', 'narrow', { width: 60 }],
  ['plan-refused', 'verbose', { verbose: true }],
  ['error-provider', 'verbose', { verbose: true }],
];
test.each(STYLES)('%s, %s', async (name, suffix, style) => {
  await expect(samples.REPORTS[name]!({ ...PLAIN, ...style })).toMatchFileSnapshot(golden(`${name}.${suffix}.txt`));
});

const { CONTRACT: contract, HEAD, PLAN_DIGEST } = data;
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  'plan-refused': planJson(samples.planView(moments.REFUSED)),
  'plan-ready': planJson(samples.planView(moments.READY)),
  'plan-not-opened': planJson({ contract, title: 'check', survey: moments.AT_THE_START }),
  'apply-failed': applyJson({ contract, result: moments.APPLY_FAILED, journalHead: HEAD, planDigest: PLAN_DIGEST }),
  'status-in-doubt': statusJson(samples.statusView(journals.RESET_IN_DOUBT)),
  'status-closed': statusJson(samples.statusView(journals.CLOSED)),
  terms: termsJson({ contract, provider: 'sakura-fortigate', terms: data.TERMS, todayOn: '2026-11-22' }),
  approval: approvalJson({ contract, draft: moments.DISK_DRAFT, approvalId: 'A-1f3a90bc', head: HEAD.hash }),
  request: requestJson({ contract, request: samples.REQUEST }),
  'verify-damaged': verifyJson({ contract, result: samples.DAMAGED }),
  error: errorJson(samples.ERRORS['provider']!, contract),
  rehearsal: rehearsalJson(samples.REHEARSAL),
};
test.each(Object.entries(DOCUMENTS))('%s, JSON', async (name, document) => {
  const text = JSON.stringify(document, null, 2);
  // Nothing that JSON would lose or change on the way.
  expect(JSON.parse(text)).toStrictEqual(document);
  await expect(`${text}\n`).toMatchFileSnapshot(golden(`${name}.json`));
});
