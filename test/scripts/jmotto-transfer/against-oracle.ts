// Random contracts through the terms and through the oracle, and every day of receipt around their window. Runs in a child
// process of any time zone; throws on the first difference, with the contract that shows it.
import { assert, boolean, integer, property, record } from 'fast-check';
import { schema } from '../../../scripts/jmotto-transfer/contract.ts';
import { endOfReceipt } from '../../../scripts/jmotto-transfer/end-dates.ts';
import { sendLatestOf, termsOf } from '../../../scripts/jmotto-transfer/terms.ts';
import { dayOf, textOf } from '../naive-days.ts';
import { type Case, days, endOfReceipt as naiveEndOfReceipt } from './oracle.ts';

const FIRST = dayOf('2026-07-01');

const cases = record({
  month: integer({ min: 0, max: 24 }),
  switchBack: integer({ min: -20, max: 60 }),
  expires: integer({ min: -30, max: 140 }),
  managedHere: boolean(),
  dnsHere: boolean(),
  parallelDays: integer({ min: 1, max: 40 }),
  margin: integer({ min: 0, max: 15 }),
}).map(({ month, switchBack, expires, ...rest }): Case => {
  const middle = FIRST + 15 + Math.round(month * 30.4);
  return {
    ...rest,
    endMonth: textOf(middle).slice(0, 7),
    switchOn: textOf(middle - switchBack),
    expiresOn: textOf(middle + expires),
  };
});

export function contractOf({ endMonth, switchOn, expiresOn, managedHere, dnsHere, parallelDays, margin }: Case) {
  return schema.parse({
    provider: 'jmotto-transfer',
    customer: { name: '株式会社サンプル', contractNo: 'JM-1', contact: '佐藤' },
    monthlyFee: 3300,
    endMonth,
    domain: { name: 'example.jp', managedHere, dnsHere, ...(managedHere ? { expiresOn } : {}) },
    newHost: { name: '新ホスティング' },
    dates: { prepareOn: textOf(dayOf(switchOn) - 30), switchOn },
    parallelDays,
    groupware: 'keep',
    marginBusinessDays: margin,
  });
}

function computed(one: Case): ReturnType<typeof days> {
  const contract = contractOf(one);
  const terms = termsOf(contract, {}, '2026-01-05');
  const of = (rule: string) => terms.deadlines.find((deadline) => deadline.rule === rule);
  const window = terms.applicationWindow!;
  const posting = terms.deadlines.filter(({ rule }) => rule === 'JM1')[1]!;
  return {
    ends: terms.endsOn,
    acceptFrom: window.acceptFromOn,
    acceptBy: window.acceptByOn,
    applyFrom: window.applyFromOn,
    applyLatest: window.applyLatestOn,
    applyRecommended: window.applyRecommendedOn,
    sendLatest: sendLatestOf(contract),
    sendRecommended: posting.recommendedOn,
    prepareLatest: of('JM2')?.latestOn,
    prepareRecommended: of('JM2')?.recommendedOn,
    bookLatest: of('JM4')?.latestOn,
    bookRecommended: of('JM4')?.recommendedOn,
    transferBy: of('JM5')?.on,
    transferLatest: of('JM5')?.latestOn,
    switchBy: of('JM9')?.on,
    switchLatest: of('JM9')?.latestOn,
    backUpLatest: of('JM6')?.latestOn,
    backUpRecommended: of('JM6')?.recommendedOn,
    neededUntil: terms.neededUntilOn,
  };
}

/** Compares `runs` random contracts, each with one day of receipt; returns how many were. */
export function againstOracle(runs: number, seed: number): number {
  let count = 0;
  assert(
    property(cases, integer({ min: -40, max: 40 }), (one, later) => {
      const counted = days(one);
      same(computed(one), counted, one);
      const acceptedOn = textOf(dayOf(counted['acceptBy']!) + later);
      same(endOfReceipt(acceptedOn), naiveEndOfReceipt(acceptedOn), one);
      count += 1;
    }),
    { numRuns: runs, seed },
  );
  return count;
}

function same(seen: unknown, wanted: unknown, one: Case): void {
  if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
  throw new Error(`${JSON.stringify(seen)}, counted: ${JSON.stringify(wanted)}, for ${JSON.stringify(one)}`);
}
