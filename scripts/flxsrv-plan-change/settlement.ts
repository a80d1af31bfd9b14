// FX4: what is billed for the new plan when a yearly one is left early, in every reading of the text. Pure; whole yen, and
// rounding only where the text rounds: each twelfth is rounded up before it is multiplied (小数点は切り上げ).
import { bugError, userError } from '../../src/base/errors.ts';
import {
  addMonthsTo,
  type CivilDate,
  type CivilMonth,
  lastDayOfMonth,
  monthOf,
  monthsBetween,
} from '../../src/calendar/civil-date.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { PARALLEL_MONTHS, YEAR_MONTHS } from './new-term.ts';

/** An extension is not followed further: a price is mistyped. */
export const EXTENSION_MONTHS_MAX = 1_200;

/** 残月数 in one or several readings that come to the same number. */
export interface MonthsLeft {
  readonly months: number;
  readonly counted: readonly string[];
}

/** The new plan's opening, and the day of the first ticket. */
export interface SettlementDates {
  readonly openedOn: CivilDate;
  readonly requestedOn: CivilDate;
}

/** 新プラン料金 in one reading. */
export interface NewPrice {
  readonly yen: number;
  /** 新プランの年額, from which one month's price follows. */
  readonly yearly: number;
  /** Undefined where the text leaves nothing open. */
  readonly reading?: string;
}

export interface Settlement {
  readonly monthsLeft: MonthsLeft;
  readonly price: NewPrice;
  /** Before the end of bills below zero. */
  readonly balanceYen: number;
  /** What is to be paid. */
  readonly billYen: number;
  /** Months added to the new term's end. */
  readonly extensionMonths: number;
  readonly formula: string;
}

/** (旧プラン年額÷12)、小数点は切り上げ; the same for one month of the new plan (2-1). */
export function monthlyShareOf(yearlyYen: number): number {
  return Math.ceil(yearlyYen / YEAR_MONTHS);
}

/** 新プラン料金 − {(旧プラン年額÷12) × 残月数}; may be negative. */
export function balanceOf(newPriceYen: number, oldYearlyYen: number, monthsLeft: number): number {
  return newPriceYen - monthlyShareOf(oldYearlyYen) * monthsLeft;
}

/** 2-2: マイナス料金 ÷ one month's price of the new plan (the text's “A”), a fraction counts as a month. */
export function extensionMonths(balanceYen: number, newYearlyYen: number): number {
  if (balanceYen >= 0) return 0;
  const months = Math.ceil(-balanceYen / monthlyShareOf(newYearlyYen));
  if (months <= EXTENSION_MONTHS_MAX) return months;
  throw userError('extension-out-of-range', `the new term would grow by ${months} months`, {
    next: 'check the prices in the contract file',
  });
}

/** Whole months from the first of `from` to the old plan's last day; a broken last month is not counted. */
export function monthsLeftFrom(from: CivilMonth, oldEndsOn: CivilDate): number {
  const lastMonth = monthOf(oldEndsOn);
  const whole = lastDayOfMonth(lastMonth) === oldEndsOn ? 1 : 0;
  return Math.max(0, monthsBetween(from, lastMonth) + whole);
}

export type MonthsReading = 'after-opening' | 'after-parallel' | 'after-request';

const COUNTED: Readonly<Record<MonthsReading, string>> = {
  'after-opening': 'from the month after the opening',
  'after-parallel': 'from the month after the parallel month',
  'after-request': 'from the month after the request',
};

/** The three readings of 残月数, each with its number. */
export function monthsLeftByReading(
  { openedOn, requestedOn }: SettlementDates,
  oldEndsOn: CivilDate,
): Readonly<Record<MonthsReading, number>> {
  const from = (date: CivilDate, months: number) => monthsLeftFrom(addMonthsTo(monthOf(date), months), oldEndsOn);
  return {
    'after-opening': from(openedOn, 1),
    'after-parallel': from(openedOn, 1 + PARALLEL_MONTHS),
    'after-request': from(requestedOn, 1),
  };
}

/** The same; those that come to one number stand together. */
export function monthsLeftReadings(dates: SettlementDates, oldEndsOn: CivilDate): MonthsLeft[] {
  const readings = Object.entries(monthsLeftByReading(dates, oldEndsOn)) as [MonthsReading, number][];
  return [...new Set(readings.map(([, months]) => months))].map((months) => ({
    months,
    counted: readings.flatMap(([reading, other]) => (other === months ? [COUNTED[reading]] : [])),
  }));
}

/** A yearly plan has one price; of a monthly one the text leaves open whether one fee or twelve are meant. */
export function newPriceReadings({
  newPlan,
  agreed,
}: Pick<FlxsrvPlanChangeContract, 'newPlan' | 'agreed'>): NewPrice[] {
  if (newPlan.billing === 'yearly') return [{ yen: newPlan.yearlyPrice, yearly: newPlan.yearlyPrice }];
  const yearly = newPlan.monthlyFee * YEAR_MONTHS;
  const readings = {
    'one-fee': { yen: newPlan.monthlyFee, yearly, reading: 'the new price is one monthly fee' },
    'twelve-fees': { yen: yearly, yearly, reading: 'the new price is twelve monthly fees' },
  };
  return agreed?.price === undefined ? Object.values(readings) : [readings[agreed.price]];
}

/** Every reading of FX4 for this contract; none where the old plan is paid by the month. */
export function settlementsOf(contract: FlxsrvPlanChangeContract, dates: SettlementDates): Settlement[] {
  const { oldPlan, agreed } = contract;
  if (oldPlan.billing === 'monthly') return [];
  const months =
    agreed?.monthsLeft === undefined
      ? monthsLeftReadings(dates, oldPlan.endsOn)
      : [{ months: agreed.monthsLeft, counted: ['as the provider answered'] }];
  return newPriceReadings(contract).flatMap((price) =>
    months.map((monthsLeft) => settle(oldPlan.yearlyPrice, monthsLeft, price)),
  );
}

/** One reading, with its formula. */
export function settle(oldYearlyYen: number, monthsLeft: MonthsLeft, price: NewPrice): Settlement {
  const balanceYen = balanceOf(price.yen, oldYearlyYen, monthsLeft.months);
  const extension = extensionMonths(balanceYen, price.yearly);
  const share = monthlyShareOf(oldYearlyYen);
  const bill = `${price.yen} − ceil(${oldYearlyYen} ÷ 12) × ${monthsLeft.months} = ${price.yen} − ${share} × ${monthsLeft.months} = ${signed(balanceYen)}`;
  const longer = ` → bill 0, and ceil(${-balanceYen} ÷ ceil(${price.yearly} ÷ 12)) = ceil(${-balanceYen} ÷ ${monthlyShareOf(price.yearly)}) = ${extension} ${extension === 1 ? 'month' : 'months'} longer`;
  return {
    monthsLeft,
    price,
    balanceYen,
    billYen: Math.max(0, balanceYen),
    extensionMonths: extension,
    formula: extension === 0 ? bill : bill + longer,
  };
}

export interface Range {
  readonly least: number;
  readonly most: number;
}

/** The least and the most over all readings. Must be given at least one. */
export function rangeOf(settlements: readonly Settlement[], of: 'billYen' | 'extensionMonths'): Range {
  const all = settlements.map((one) => one[of]);
  if (all.length === 0) throw bugError('no-settlement', 'a range needs at least one reading');
  return { least: Math.min(...all), most: Math.max(...all) };
}

const signed = (amount: number): string => (amount < 0 ? `−${-amount}` : String(amount));
