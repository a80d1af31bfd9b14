// Steps that nobody attests because kaiyaku did them, as if they were: the schedule counts days, whoever worked. Pure.
import { civilDateInJapan } from '../../src/calendar/civil-date.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { ClaraContract } from './contract.ts';
import { DONE_FIELD } from './facts.ts';
import { ADDRESS_UNUSED, orderOf, type Place } from './order.ts';

/** What is attested, and what kaiyaku’s own receipts say; where it only found a step done, what follows it says so. */
export function attestedBy(contract: ClaraContract, history: History): History['attested'] {
  if (contract.plesk === undefined) return history.attested;
  const places = orderOf(contract);
  const own = places.filter(({ actor, id }) => actor === 'kaiyaku' && id !== ADDRESS_UNUSED);
  const days = own.flatMap(({ id, of }) => {
    const on = doneOn(id, places, history);
    return of === undefined || on === undefined ? [] : [[id, { [DONE_FIELD[of.work]]: on }] as const];
  });
  return { ...history.attested, ...Object.fromEntries(days) };
}

function doneOn(id: string, places: readonly Place[], history: History): string | undefined {
  const receipt = Object.entries(history.receipts).find(([effect]) => effect.startsWith(`${id}/`))?.[1];
  const endedAt = receipt?.['endedAt'];
  if (typeof endedAt === 'string') return civilDateInJapan(Date.parse(endedAt));
  const follows = places.some(({ id: next, after }) => after.includes(id) && hasBegun(next, history));
  return follows ? history.lastVerifiedOn : undefined;
}

const hasBegun = (id: string, { attested, effects }: History): boolean =>
  attested[id] !== undefined || effects.some((effect) => effect.startsWith(`${id}/`));
