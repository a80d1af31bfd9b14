// What the texts of this provider share: one line from the contract, plans and amounts as the provider writes them. Pure.
import { userError } from '../../src/base/errors.ts';
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import type { RequestKnown } from '../../src/teardown/provider.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { factsOf, type TermsFacts } from './facts.ts';

/** The panel’s ticket form. */
export const ticketWay = ({ panelUrl }: FlxsrvPlanChangeContract): string =>
  `control panel ${panelUrl} → トラブルチケット (the address is the source’s; confirm it)`;

/** One line of text that says something. Throws `request-incomplete` (user). */
export function lineOf(value: string | undefined, field: string): string {
  if (value !== undefined && value.trim() !== '' && !/[\r\n]/.test(value)) return value;
  throw userError('request-incomplete', `the text needs ${field}`, {
    why: 'a ticket that names no plan or contract is asked back, and what is told afterwards is not adjusted (FX1)',
    next: `set ${field} in the contract file, or attest the step before`,
  });
}

/** `VPS-2(Plesk)(年払い)` */
export function planLine({ name, billing }: { name: string; billing: 'monthly' | 'yearly' }, field: string): string {
  return `${lineOf(name, field)}(${billing === 'yearly' ? '年払い' : '月払い'})`;
}

/** The head of both tickets: the present plan, the contract, the new plan. */
export function planLines(contract: FlxsrvPlanChangeContract): string[] {
  return [
    `■現行のプラン:${planLine(contract.oldPlan, 'oldPlan.name')}`,
    `■対象契約名:${lineOf(contract.contractName, 'contractName')}`,
    `■移行予定のプラン:${planLine(contract.newPlan, 'newPlan.name')}`,
  ];
}

/** `10,395円` */
export const yenLine = (yen: number): string => `${String(yen).replace(/\B(?=(?:\d{3})+$)/g, ',')}円`;

/** What is attested, where the caller knows it. */
export const factsKnown = (known: RequestKnown | undefined): TermsFacts =>
  known === undefined ? {} : factsOf(known.history);

/** The attested date, else the planned one. */
export const dateOr = (attested: CivilDate | undefined, planned: CivilDate): CivilDate => attested ?? planned;
