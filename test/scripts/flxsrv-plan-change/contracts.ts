// Contracts for the tests of this provider: the example files' content, parsed, with what a test changes.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type FlxsrvPlanChangeContract, schema } from '../../../scripts/flxsrv-plan-change/contract.ts';

const FOLDER = new URL('../../../examples/flxsrv-plan-change/', import.meta.url);

type Name = 'monthly-to-monthly' | 'yearly-to-monthly' | 'yearly-to-yearly';

export function example(name: Name, changes: Partial<FlxsrvPlanChangeContract> = {}): FlxsrvPlanChangeContract {
  const content = parse(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8')) as Record<string, unknown>;
  return schema.parse({ ...content, ...changes });
}

/** Opened on 24 November 2026, as in the worked examples. */
export const NOVEMBER = {
  ticketOn: '2026-11-10',
  orderOn: '2026-11-20',
  openOn: '2026-11-24',
  switchOn: '2026-12-11',
} as const;

export const yearlyOld = (yearlyPrice: number, endsOn: string): FlxsrvPlanChangeContract['oldPlan'] => ({
  name: 'VPS-2(Plesk)',
  billing: 'yearly',
  yearlyPrice,
  endsOn,
});
export const yearlyNew = (yearlyPrice: number): FlxsrvPlanChangeContract['newPlan'] => ({
  name: 'VPS-2(Plesk)',
  billing: 'yearly',
  yearlyPrice,
  initialFee: 0,
});
export const monthlyNew = (monthlyFee: number, initialFee = 3240): FlxsrvPlanChangeContract['newPlan'] => ({
  name: 'Basic',
  billing: 'monthly',
  monthlyFee,
  initialFee,
});
