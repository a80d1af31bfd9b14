// What is taken down in the portal and the console, in the order that its keys force: a licence is listed by the IP of its
// server, an address belongs to a server. None of it can be undone.
import { addDays, earlierOf } from '../../src/calendar/civil-date.ts';
import { step, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import { citeRule } from './explain.ts';
import { doneOn } from './facts.ts';
import { type Context, windowOf } from './context.ts';
import { addressUses } from './dns-look.ts';

const IRREVERSIBLE = { actor: 'customer', irreversible: true, guards: ['R20', 'R21'], lateRule: 'AL8' } as const;

/** A contract that has none of them says so. */
const titleOf = (what: string, names: readonly string[]): string =>
  names.length === 0 ? what : `${what}: ${names.join(', ')}`;

/** AL4. */
export function deletePleskLicences({ contract, terms, place }: Context): Step {
  return step({
    id: place.id,
    title: titleOf(
      'delete the Plesk licences',
      contract.plesk.map(({ serverIp }) => serverIp),
    ),
    after: place.after,
    ...IRREVERSIBLE,
    window: windowOf(terms, place.id, 'AL8: gone by the end', contract.serviceEndsOn),
    evidence: [
      { name: 'deletedOn', kind: 'date', required: true, what: 'day of the deletion' },
      { name: 'file', kind: 'file', required: true, what: 'the list of licences before and after' },
    ],
    citation: citeRule('AL4'),
  });
}

/** AL5. */
export function releaseAddresses({ contract, terms, place }: Context): Step {
  const looks = addressUses(contract);
  return step({
    id: place.id,
    title: titleOf('release the global IPs', contract.addresses),
    after: place.after,
    ...IRREVERSIBLE,
    ...(looks.length === 0 ? {} : { guards: [...IRREVERSIBLE.guards, 'R13'], looks }),
    window: windowOf(terms, place.id, 'AL8: gone by the end', contract.serviceEndsOn),
    evidence: [
      { name: 'releasedOn', kind: 'date', required: true, what: 'day of the release' },
      { name: 'file', kind: 'file', required: true, what: 'notification of the release, and the list without them' },
    ],
    citation: citeRule('AL5'),
  });
}

/** AL6, the first time: `Destroyed`. */
export function destroyServers({ contract, terms, place }: Context): Step {
  return step({
    id: place.id,
    title: titleOf('destroy the servers', contract.servers),
    after: place.after,
    ...IRREVERSIBLE,
    window: windowOf(terms, place.id, 'AL8: gone by the end', contract.serviceEndsOn),
    evidence: [
      { name: 'destroyedOn', kind: 'date', required: true, what: 'day on which the last of them was destroyed' },
      { name: 'file', kind: 'file', required: true, what: 'the list that shows them as Destroyed, or no longer' },
    ],
    citation: cite('6. ALTUS Basicの仮想サーバを破棄する', '破棄が完了した仮想サーバは「Destroyed」の表示になります。'),
  });
}

/** AL6, the second time: nothing of them is left, and somebody who can see destroyed servers says so. */
export function expungeServers({ contract, terms, history, place }: Context): Step {
  const destroyedOn = doneOn(history.attested, 'destroy-servers');
  // The cool-down gives way to the end: it must not keep the contract alive.
  const cooledOn =
    destroyedOn === undefined
      ? contract.serviceEndsOn
      : earlierOf(addDays(destroyedOn, contract.coolDownDays), terms.governingEndsOn ?? destroyedOn);
  return step({
    id: place.id,
    title: titleOf('expunge the servers', contract.servers),
    after: place.after,
    ...IRREVERSIBLE,
    window: windowOf(terms, place.id, 'AL6: some time after they were destroyed', cooledOn),
    evidence: [
      { name: 'expungedOn', kind: 'date', required: true, what: 'day on which the last of them was expunged' },
      {
        name: 'seenBy',
        kind: 'text',
        required: true,
        what: 'who looked at a list that is able to show destroyed servers: own account, or who at the provider',
      },
      { name: 'file', kind: 'file', required: true, what: 'that list, without them; or the provider’s confirmation' },
    ],
    citation: citeRule('AL6'),
  });
}

/** AL8: both halves of the cancellation on record, and the end in the provider's own words where they gave it. */
export function close({ place }: Context): Step {
  return step({
    id: place.id,
    title: 'confirm that the package is cancelled, and close',
    actor: 'customer',
    after: place.after,
    evidence: [
      { name: 'goneOn', kind: 'date', required: true, what: 'day on which nothing of it was left' },
      { name: 'endsOn', kind: 'date', required: false, what: 'the end date in the provider’s own words' },
      { name: 'file', kind: 'file', required: true, what: 'their confirmation, or lists of everything without it' },
    ],
    citation: citeRule('AL8'),
  });
}
