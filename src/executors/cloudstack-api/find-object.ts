// From an id to "here it is", "it is another one" or "it is proven gone". A list that no longer has the id proves
// nothing while the key cannot see such objects, or while another list still names it.
import { providerError } from '../../base/errors.ts';
import type { Found } from '../common/found.ts';
import type { Target } from '../port.ts';
import { differencesOf, expectOf, type ObjectKind } from './kinds.ts';
import { LISTS, type Look } from './look.ts';
import { readId, readText, type Row, textOrNull } from './shapes.ts';

/** Throws `provider` `cannot-see-destroyed` and `still-listed`, refusal `R06`, and those of the client. */
export async function findObject(target: Target, kind: ObjectKind, look: Look): Promise<Found> {
  const account = await look.account();
  const rows = await look.all(kind.list);
  const expect = expectOf(target);
  const own = rows.find((row) => readId(row, 'id') === target.id);
  if (own !== undefined) {
    const facts = await kind.facts(own, look);
    return { is: 'there', facts, differences: differencesOf(facts, expect, kind) };
  }
  if (kind.list === 'vm' && !account.seesDestroyed) throw cannotSeeDestroyed(target);
  const other = sameUnderAnotherId(rows, target, kind);
  if (other !== undefined) {
    const id = readId(other, 'id');
    return {
      is: 'there',
      facts: await kind.facts(other, look),
      differences: [{ what: 'id', expected: target.id, found: id }],
    };
  }
  const proof = [
    `the account is ${account.name}; the API lists the contract’s zone`,
    `${LISTS[kind.list][0]}, all pages, with and without projects: ${rows.length} rows, ${target.id} is none of them`,
    ...(kind.list === 'vm' ? ['the key is able to see destroyed machines'] : []),
  ];
  for (const [list, rowKey] of kind.namedIn) {
    const naming = (await look.all(list)).find((row) => textOrNull(row, rowKey) === target.id);
    if (naming !== undefined) throw stillListed(target, `${list} ${readId(naming, 'id')}`);
    proof.push(`${LISTS[list][0]}: none names it`);
  }
  return { is: 'absent', proof };
}

/** Where the contract names it by more than its id: the same name or address under another id is not "gone". */
function sameUnderAnotherId(rows: readonly Row[], target: Target, { sameAs }: ObjectKind): Row | undefined {
  if (sameAs === undefined) return undefined;
  const [rowKey, key] = sameAs;
  const expected = expectOf(target)[key];
  return expected === undefined ? undefined : rows.find((row) => readText(row, rowKey) === expected);
}

function cannotSeeDestroyed(target: Target) {
  return providerError(
    'cannot-see-destroyed',
    `${target.label} is in no list, but this key sees no destroyed machines`,
    {
      class: 'permanent',
      why: 'a machine that is only Destroyed would look the same as one that is gone, and may still be recovered and billed',
      next: 'ask the provider to allow it (allow.user.view.destroyed.vm), or let a person look in the console and confirm',
    },
  );
}

function stillListed(target: Target, by: string) {
  return providerError('still-listed', `${target.label} is no longer in its list, but ${by} still names it`, {
    class: 'retry',
    why: 'lists are brought up to date one after the other',
    next: 'run the command again later; where an address still leads to it, remove that rule',
  });
}
