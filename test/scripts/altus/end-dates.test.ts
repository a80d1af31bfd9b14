// AL1 and AL2: the worked examples of the rules, and the table of the fact sheet where the rules do not say otherwise.
import { describe, expect, it } from 'vitest';
import { domainEndsOn, endToldOn, tellBy, tellDays } from '../../../scripts/altus/end-dates.ts';
import { addDays } from '../../../src/calendar/civil-date.ts';
import { whole } from './contracts.ts';

describe('AL1: until when sales is told', () => {
  it.each([
    // wanted, limit, last business day
    ['2027-03-31', '2027-02-27', '2027-02-26'],
    ['2028-03-30', '2028-02-27', '2028-02-25'],
    ['2027-10-23', '2027-09-21', '2027-09-21'],
    ['2027-02-03', '2027-01-02', '2026-12-28'],
    // The limit falls into the closure, and into Golden Week.
    ['2027-01-31', '2026-12-30', '2026-12-28'],
    ['2027-06-05', '2027-05-04', '2027-04-30'],
    // From a leap day, to a leap day, over the end of a year, on a substitute holiday.
    ['2028-02-29', '2028-01-28', '2028-01-28'],
    ['2028-03-31', '2028-02-28', '2028-02-28'],
    ['2027-01-01', '2026-11-30', '2026-11-30'],
    ['2027-04-23', '2027-03-22', '2027-03-19'],
  ])('to end on %s: by %s, so on %s', (endOn, limitOn, latestOn) => {
    expect(tellBy(endOn)).toBe(limitOn);
    expect(tellDays(endOn, 5)).toMatchObject({ limitOn, latestOn });
  });

  it('is recommended so many business days before', () => {
    expect(tellDays('2027-03-31', 5).recommendedOn).toBe('2027-02-18');
    expect(tellDays('2027-03-31', 0).recommendedOn).toBe('2027-02-26');
    expect(tellDays('2027-02-03', 5, [{ from: '12-20', to: '01-03' }]).latestOn).toBe('2026-12-18');
  });

  it('never leaves less than a month of days and of the calendar', () => {
    for (let day = '2027-01-01'; day < '2029-01-01'; day = addDays(day, 1)) {
      expect(addDays(tellBy(day), 32) <= day).toBe(true);
      expect(tellBy(addDays(day, 1)) >= tellBy(day)).toBe(true);
    }
  });
});

describe('AL1: what a day of telling still allows', () => {
  it.each([
    ['2027-02-27', '2027-03-31', '2027-03-31'],
    ['2027-02-28', '2027-03-31', '2027-04-01'],
    ['2027-01-03', '2027-02-03', '2027-02-04'],
    ['2026-06-01', '2027-03-31', '2027-03-31'],
    ['2028-01-29', '2028-02-29', '2028-03-01'],
  ])('told on %s, wanted on %s: it ends on %s', (toldOn, wantedOn, endsOn) => {
    expect(endToldOn(toldOn, wantedOn)).toBe(endsOn);
  });
});

describe('AL2: when a domain ends', () => {
  const [domain] = whole().domains;
  it.each([
    ['term-end', '2015-05-30', '2015-05-29'],
    ['term-end', '2027-05-30', '2027-05-29'],
    ['term-end', '2028-03-01', '2028-02-29'],
    ['term-end', '2027-01-01', '2026-12-31'],
    ['2027-01-20', '2027-05-30', '2027-01-20'],
  ])('%s, renewed on %s: %s', (cancel, nextRenewalOn, endsOn) => {
    expect(domainEndsOn({ ...domain!, cancel, nextRenewalOn })).toBe(endsOn);
  });
  it('is not said of one that is kept, or whose renewal is not known', () => {
    expect(domainEndsOn({ ...domain!, disposition: 'keep' })).toBeUndefined();
    expect(domainEndsOn({ ...domain!, nextRenewalOn: undefined })).toBeUndefined();
  });
});
