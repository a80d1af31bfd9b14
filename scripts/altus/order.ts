// Which steps a contract has, and what each comes after: the provider's order, with a backup before anything that cannot be
// undone. Pure, and of the contract alone: nothing that happens may change the order.
import type { StepId } from '../../src/teardown/step.ts';
import type { AltusContract } from './contract.ts';

/** One step's place. */
export interface Place {
  readonly id: StepId;
  readonly after: readonly StepId[];
  /** Why this contract does not have it. */
  readonly notNeeded?: string;
}

/** AL7: with several contract numbers each has steps of its own. */
export const stepOf = (contract: AltusContract, step: 'notify-sales' | 'return-notice', number: string): StepId =>
  contract.contractNumbers.length === 1 ? step : `${step}:${number}`;

/** Domains that end here. */
export const endingDomains = ({ domains }: AltusContract): AltusContract['domains'] =>
  domains.filter(({ disposition }) => disposition !== 'keep');

/** The steps in the order in which they stand in the teardown. */
export function orderOf(contract: AltusContract): Place[] {
  const notify = contract.contractNumbers.map((number) => stepOf(contract, 'notify-sales', number));
  const returns = contract.contractNumbers.map((number) => stepOf(contract, 'return-notice', number));
  const backUp: Place = { id: 'back-up', after: [], ...unless(holdsData(contract), 'nothing of it holds data') };
  const saved = backUp.notNeeded === undefined ? ['back-up'] : [];
  const domains: Place = {
    id: 'cancel-domains',
    // A renewal does not wait for the notice to come back from the post; being told is enough.
    after: [...notify, ...saved],
    ...unless(endingDomains(contract).length > 0, 'no domain ends with it'),
  };
  return [
    ...notify.map((id) => ({ id, after: [] })),
    backUp,
    ...returns.map((id, at) => ({ id, after: [notify[at]!, ...saved] })),
    domains,
    ...inSequence(
      [...returns, ...(domains.notNeeded === undefined ? [domains.id] : [])],
      [
        { id: 'settle-certificates', ...unless(contract.certificates.length > 0, 'no certificate belongs to it') },
        { id: 'final-back-up', ...unless(holdsServices(contract), 'no server or licence belongs to it') },
        { id: 'delete-plesk-licences', ...unless(contract.plesk.length > 0, 'no Plesk licence belongs to it') },
        { id: 'release-addresses', ...unless(contract.addresses.length > 0, 'no global IP belongs to it') },
        { id: 'destroy-servers', ...unless(contract.servers.length > 0, 'no server belongs to it') },
        { id: 'expunge-servers', ...unless(contract.servers.length > 0, 'no server belongs to it') },
        { id: 'close' },
      ],
    ),
  ];
}

const holdsServices = ({ servers, plesk, backups, backup }: AltusContract): boolean =>
  servers.length + plesk.length + backups.length > 0 || backup !== undefined;

const holdsData = (contract: AltusContract): boolean => holdsServices(contract) || endingDomains(contract).length > 0;

const unless = (needed: boolean, why: string): Pick<Place, 'notNeeded'> => (needed ? {} : { notNeeded: why });

/** Each after the one before it that the contract has: what it does not have must not open what comes behind. */
function inSequence(first: readonly StepId[], steps: readonly Omit<Place, 'after'>[]): Place[] {
  let previous = first;
  return steps.map((one) => {
    const place = { ...one, after: previous };
    if (one.notNeeded === undefined) previous = [one.id];
    return place;
  });
}
