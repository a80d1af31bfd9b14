// Random contracts through the terms and through the oracle. Runs in a child process of any time zone; throws on the first
// difference, with the contract that shows it.
import { array, assert, boolean, constantFrom, integer, option, property, record } from 'fast-check';
import { type ClaraContract, schema } from '../../../scripts/clara-additional-ip/contract.ts';
import { termsOf } from '../../../scripts/clara-additional-ip/terms.ts';
import type { History } from '../../../src/teardown/provider.ts';
import { dayOf, textOf } from '../naive-days.ts';
import { type Case, type Expected, naiveTerms } from './oracle.ts';

const cases = record({
  // From September 2026, so that the plan of a long chain lies within the holidays that the oracle knows.
  month: integer({ min: 8, max: 33 }),
  openedBefore: constantFrom(8, 12, 20, 31, 45, 200, 400, 700),
  todayBefore: integer({ min: 0, max: 110 }),
  early: boolean(),
  minimum: integer({ min: 0, max: 30 }),
  agreed: option(integer({ min: -100, max: 400 }), { nil: undefined }),
  fee: integer({ min: 0, max: 20_000 }),
  margin: integer({ min: 0, max: 25 }),
  quiet: integer({ min: 0, max: 7 }),
  ttl: integer({ min: 0, max: 4 }),
  lead: integer({ min: 0, max: 8 }),
  domains: array(
    record({
      fate: constantFrom('delete' as const, 'move' as const),
      dns: constantFrom('own-server' as const, 'other-company' as const, 'provider' as const),
      host: boolean(),
      abolish: boolean(),
    }),
    { maxLength: 3 },
  ),
  arrived: option(integer({ min: -80, max: 100 }), { nil: undefined }),
}).map(({ month, openedBefore, todayBefore, agreed, arrived, ...rest }): Case => {
  const endMonth = `${2026 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  const first = dayOf(`${endMonth}-01`);
  // The years before are not written out: an opening there has no business day that would matter.
  const opened = Math.max(first - openedBefore, dayOf('2026-01-05'));
  return {
    ...rest,
    endMonth,
    openedOn: textOf(opened),
    today: textOf(first - todayBefore),
    agreedOn: agreed === undefined ? undefined : textOf(first + agreed),
    arrivedOn: arrived === undefined ? undefined : textOf(first + arrived),
  };
});

function contractOf(one: Case): ClaraContract {
  return schema.parse({
    provider: 'clara-additional-ip',
    customerNumber: 'C-1',
    service: 'x',
    serverHost: 'x.example.jp',
    additionalIp: '203.0.113.77',
    mainIp: '203.0.113.20',
    endMonth: one.endMonth,
    openedOn: one.openedOn,
    formMayArriveEarly: one.early,
    minimumTermMonths: one.minimum,
    ...(one.agreedOn === undefined ? {} : { minimumTermEndsOn: one.agreedOn }),
    monthlyFee: one.fee,
    panel: 'none',
    marginBusinessDays: one.margin,
    quietDays: one.quiet,
    ttlDays: one.ttl,
    leadBusinessDays: one.lead,
    domains: one.domains.map(({ fate, dns, host, abolish }, at) => ({
      name: `d${at}.jp`,
      fate,
      primaryDns: dns,
      registrar: 'other',
      hostRegistered: host,
      abolish: abolish && fate === 'delete',
    })),
  });
}

function found(one: Case): Expected {
  const attested: History['attested'] =
    one.arrivedOn === undefined ? {} : { 'cancellation-form': { arrivedOn: one.arrivedOn } };
  const { applicationWindow: window, ...terms } = termsOf(contractOf(one), attested, one.today);
  const { acceptFromOn, applyFromOn, applyRecommendedOn, applyLatestOn, acceptByOn } = window!;
  return {
    window: [acceptFromOn, applyFromOn, applyRecommendedOn, applyLatestOn, acceptByOn].join(' '),
    endsOn: terms.endsOn!,
    deadlines: terms.deadlines.map(({ rule, on, latestOn, recommendedOn }) =>
      [rule, on, latestOn, recommendedOn].join(' '),
    ),
    schedule: terms.schedule!.map((days) =>
      [days.step, days.earliestOn, days.recommendedOn, days.latestOn, days.slackDays].join(' '),
    ),
    costs: terms.costs.map(({ rule, yen }) => `${rule} ${yen}`),
  };
}

/** How many contracts were compared. */
export function againstOracle(numRuns: number, seed: number): number {
  let count = 0;
  assert(
    property(cases, (one) => {
      count += 1;
      const [ours, counted] = [found(one), naiveTerms(one)].map((each) => JSON.stringify(each, null, 1));
      if (ours !== counted) throw new Error(`${JSON.stringify(one)}\nterms ${ours}\ncounted ${counted}`);
    }),
    { numRuns, seed },
  );
  return count;
}
