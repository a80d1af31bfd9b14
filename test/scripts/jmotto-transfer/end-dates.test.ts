// JM1, JM4, JM5 and JM9 by their worked examples and tables.
import { describe, expect, it } from 'vitest';
import {
  bookBy,
  endOfReceipt,
  postBy,
  prepareBy,
  receiptWindow,
  switchBy,
  transferCompleteBy,
  transferStartBy,
} from '../../../scripts/jmotto-transfer/end-dates.ts';
import { previousOrSame } from '../../../src/calendar/business-days.ts';
import { addDays } from '../../../src/calendar/civil-date.ts';

describe('JM1: the end', () => {
  it.each([
    ['2026-11-25', '2026-12-31'],
    ['2026-11-26', '2027-01-31'],
    ['2026-12-25', '2027-01-31'],
    ['2026-12-26', '2027-02-28'],
    ['2027-01-01', '2027-02-28'],
    ['2027-12-26', '2028-02-29'],
    ['2028-01-25', '2028-02-29'],
    ['2028-02-29', '2028-04-30'],
  ])('received %s → ends %s', (receivedOn, endsOn) => {
    expect(endOfReceipt(receivedOn)).toBe(endsOn);
  });

  it.each([
    // the 25th, the safe day of receipt, the end, the end a day later
    ['2026-11-25', '2026-11-25', '2026-12-31', '2027-01-31'],
    ['2026-12-25', '2026-12-25', '2027-01-31', '2027-02-28'],
    ['2027-04-25', '2027-04-23', '2027-05-31', '2027-06-30'],
    ['2027-07-25', '2027-07-23', '2027-08-31', '2027-09-30'],
    ['2027-09-25', '2027-09-24', '2027-10-31', '2027-11-30'],
    ['2027-12-25', '2027-12-24', '2028-01-31', '2028-02-29'],
  ])('limit %s: safe on %s, ends %s, a day later %s', (limit, safe, endsOn, later) => {
    expect(previousOrSame(limit)).toBe(safe);
    expect(endOfReceipt(limit)).toBe(endsOn);
    expect(endOfReceipt(addDays(limit, 1))).toBe(later);
  });

  it('has one window for each month, without gap or overlap', () => {
    let previous = receiptWindow('2026-12');
    for (const month of ['2027-01', '2027-02', '2027-03', '2027-04', '2027-05']) {
      const window = receiptWindow(month);
      expect(window.acceptFromOn).toBe(addDays(previous.acceptByOn, 1));
      expect([endOfReceipt(window.acceptFromOn), endOfReceipt(window.acceptByOn)]).toEqual([
        window.endsOn,
        window.endsOn,
      ]);
      previous = window;
    }
    expect(previous).toEqual({ acceptFromOn: '2027-03-26', acceptByOn: '2027-04-25', endsOn: '2027-05-31' });
  });

  it.each([
    ['2027-04-25', '2027-04-21'],
    ['2026-12-25', '2026-12-21'],
    ['2027-01-25', '2027-01-21'],
    // 21 March is a Sunday, and the day after it the substitute of the equinox.
    ['2027-03-25', '2027-03-19'],
  ])('to be received by %s it is posted by %s', (limit, postedOn) => {
    expect(previousOrSame(postBy(limit))).toBe(postedOn);
  });
});

describe('JM4: the appointment', () => {
  it.each([
    ['2027-03-10', '2027-03-03'],
    ['2027-01-08', '2026-12-28'],
    ['2027-05-10', '2027-04-30'],
    ['2027-05-14', '2027-05-07'],
  ])('for a switch on %s is made by %s', (switchOn, bookedOn) => {
    expect(previousOrSame(bookBy(switchOn))).toBe(bookedOn);
  });
});

describe('JM5: validity', () => {
  it.each([
    // expiry, complete by, started by (the business day before: with the calendar)
    ['2027-04-05', '2027-03-05', '2027-02-23'],
    ['2027-03-31', '2027-02-28', '2027-02-18'],
    ['2028-03-31', '2028-02-29', '2028-02-19'],
    ['2027-01-10', '2026-12-10', '2026-11-30'],
  ])('a domain that expires on %s is complete by %s, begun by %s', (expiresOn, complete, start) => {
    expect(transferCompleteBy(expiresOn)).toBe(complete);
    expect(transferStartBy(expiresOn)).toBe(start);
  });
});

describe('JM2, JM9', () => {
  it('the preparation begins weeks before the switch, the switch lies days before the end', () => {
    expect([prepareBy('2027-05-10', 3), prepareBy('2027-05-10', 6)]).toEqual(['2027-04-19', '2027-03-29']);
    expect(switchBy('2027-05-31', 14)).toBe('2027-05-17');
  });
});
