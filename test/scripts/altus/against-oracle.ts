// Random contracts through the terms and through the oracle. Runs in a child process of any time zone; throws on the first
// difference, with the contract that shows it.
import { array, assert, boolean, constantFrom, integer, option, property, record } from 'fast-check';
import { type AltusContract, schema } from '../../../scripts/altus/contract.ts';
import { termsOf } from '../../../scripts/altus/terms.ts';
import { dayOf, textOf } from '../naive-days.ts';
import { type Case, type Expected, naiveTerms } from './oracle.ts';

const FIRST = dayOf('2026-07-01');
const LAST = dayOf('2028-10-31');
/** Month ends, a leap day, the weeks of the closures, Golden Week, substitute holidays: met more often than by chance. */
const CORNERS = ['2027-03-31', '2028-03-30', '2028-02-29', '2027-03-01', '2027-01-31', '2027-02-03', '2027-06-05'].map(
  dayOf,
);

const cases = record({
  end: constantFrom(...CORNERS, ...Array.from({ length: 30 }, (_, at) => at * 28)).chain((at) =>
    at > 10_000 ? constantFrom(at) : integer({ min: FIRST, max: LAST }),
  ),
  todayBefore: integer({ min: -10, max: 120 }),
  serviceBefore: option(integer({ min: 0, max: 30 }), { nil: undefined }),
  margin: integer({ min: 0, max: 20 }),
  summer: boolean(),
  numbers: integer({ min: 1, max: 3 }),
  coolDown: integer({ min: 0, max: 5 }),
  fee: option(integer({ min: 1, max: 90_000 }), { nil: undefined }),
  plesk: boolean(),
  address: boolean(),
  server: boolean(),
  certificate: boolean(),
  domains: array(
    record({
      renewal: integer({ min: -20, max: 60 }),
      daysBefore: option(integer({ min: 1, max: 20 }), { nil: undefined }),
    }),
    { maxLength: 2 },
  ),
  told: array(integer({ min: 0, max: 60 }), { maxLength: 3 }),
}).map(({ end, todayBefore, serviceBefore, domains, told, ...rest }): Case => ({
  ...rest,
  endOn: textOf(end),
  today: textOf(end - todayBefore),
  serviceEndsOn: serviceBefore === undefined ? undefined : textOf(end - serviceBefore),
  domains: domains.map(({ renewal, daysBefore }) => ({ renewalOn: textOf(end + renewal), daysBefore })),
  toldOn: told.slice(0, rest.numbers).map((before) => textOf(end - before)),
}));

function contractOf(one: Case): AltusContract {
  return schema.parse({
    provider: 'altus',
    contractNumbers: Array.from({ length: one.numbers }, (_, at) => `N${at + 1}`),
    endOn: one.endOn,
    ...(one.serviceEndsOn === undefined ? {} : { serviceEndsOn: one.serviceEndsOn }),
    marginBusinessDays: one.margin,
    ...(one.summer
      ? {
          closures: [
            { from: '12-29', to: '01-03' },
            { from: '08-13', to: '08-16' },
          ],
        }
      : {}),
    coolDownDays: one.coolDown,
    ...(one.fee === undefined ? {} : { monthlyFee: one.fee }),
    plesk: one.plesk ? [{ serverIp: '203.0.113.10' }] : [],
    addresses: one.address ? ['203.0.113.10'] : [],
    servers: one.server ? ['KLS-0001'] : [],
    certificates: one.certificate ? [{ commonName: 'x', issuer: 'third-party', expiresOn: one.endOn }] : [],
    domains: one.domains.map(({ renewalOn, daysBefore }, at) => ({
      name: `d${at}.com`,
      kind: 'generic-or-cc',
      disposition: 'abolish',
      nextRenewalOn: renewalOn,
      cancel: daysBefore === undefined ? 'term-end' : textOf(dayOf(renewalOn) - daysBefore),
    })),
  });
}

function found(one: Case): Expected {
  const attested = Object.fromEntries(
    one.toldOn.map((toldOn, at) => [one.numbers === 1 ? 'notify-sales' : `notify-sales:N${at + 1}`, { toldOn }]),
  );
  const terms = termsOf(contractOf(one), attested, one.today);
  return {
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
