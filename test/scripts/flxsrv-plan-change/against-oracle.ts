// Random contracts through the terms and through the oracle. Runs in a child process of any time zone; throws on the first
// difference, with the contract that shows it.
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { schema } from '../../../scripts/flxsrv-plan-change/contract.ts';
import { newTermStartsOn } from '../../../scripts/flxsrv-plan-change/new-term.ts';
import { knownSettlements, termsOf } from '../../../scripts/flxsrv-plan-change/terms.ts';
import { dayOf, lastOfMonth, textOf } from '../naive-days.ts';
import { type Case, days, settlements } from './oracle.ts';

const FIRST = dayOf('2026-04-01');
const LAST = dayOf('2027-10-31');

const cases = record({
  open: integer({ min: FIRST, max: LAST }),
  orderBefore: integer({ min: 0, max: 15 }),
  ticketBefore: integer({ min: 0, max: 40 }),
  oldEnd: integer({ min: 0, max: 400 }),
  wholeMonth: constantFrom(true, true, true, false),
  oldYearly: integer({ min: 1, max: 60_000 }),
  newBilling: constantFrom('monthly' as const, 'yearly' as const),
  newPrice: integer({ min: 1_000, max: 40_000 }),
  initialFee: constantFrom(0, 3240),
  margin: integer({ min: 0, max: 15 }),
}).map(({ open, orderBefore, ticketBefore, oldEnd, wholeMonth, ...rest }): Case => {
  const end = wholeMonth ? lastOfMonth(open + oldEnd) : open + oldEnd;
  return {
    ...rest,
    openOn: textOf(open),
    orderOn: textOf(open - orderBefore),
    ticketOn: textOf(open - orderBefore - ticketBefore),
    oldEndsOn: textOf(end),
  };
});

export function contractOf(one: Case) {
  const price = one.newBilling === 'yearly' ? { yearlyPrice: one.newPrice } : { monthlyFee: one.newPrice };
  return schema.parse({
    provider: 'flxsrv-plan-change',
    contractName: '#1 example',
    oldPlan: { name: 'old', billing: 'yearly', yearlyPrice: one.oldYearly, endsOn: one.oldEndsOn },
    newPlan: { name: 'new', billing: one.newBilling, initialFee: one.initialFee, ...price },
    dates: { ticketOn: one.ticketOn, orderOn: one.orderOn, openOn: one.openOn, switchOn: one.openOn },
    domains: [{ name: 'example.jp', dnsHere: true }],
    oldServerIp: '192.0.2.1',
    marginBusinessDays: one.margin,
  });
}

function computed(one: Case) {
  const contract = contractOf(one);
  const terms = termsOf(contract, {}, '2026-01-05');
  const of = (rule: string) => terms.deadlines.find((deadline) => deadline.rule === rule)!;
  const seen: ReturnType<typeof days> = {
    ends: terms.endsOn!,
    moveLatest: of('FX6').latestOn!,
    moveRecommended: of('FX6').recommendedOn!,
    atRisk: terms.atRiskFromOn!,
    ticketLatest: of('FX1').latestOn!,
    ticketRecommended: of('FX1').recommendedOn!,
    openBy: of('FX5').on,
    openLatest: of('FX5').latestOn!,
    openRecommended: of('FX5').recommendedOn!,
    newTermStarts: newTermStartsOn(one.openOn),
  };
  const costs = terms.costs.filter(({ rule }) => rule === 'FX4');
  return { seen, costs, readings: knownSettlements(contract, {}) };
}

/** Compares `runs` random contracts; returns how many were. */
export function againstOracle(runs: number, seed: number): number {
  let count = 0;
  assert(
    property(cases, (one) => {
      const { seen, costs, readings } = computed(one);
      same(seen, days(one), one);
      const wanted = settlements(one);
      const said = new Set(costs.map(({ yen, months = 0, when }) => `${yen} ${months} ${when.slice(-10)}`));
      same([...said].sort(), [...new Set(wanted.map((of) => `${of.bill} ${of.longer} ${of.termEndsOn}`))].sort(), one);
      same(readings.flatMap(({ monthsLeft }) => monthsLeft.counted).length, wanted.length, one);
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
