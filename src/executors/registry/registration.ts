// A registration as its registry shows it, in whatever form it was read, and how it is held against what is wanted. Pure.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { RegistrationWanted } from './command.ts';

export interface Registration {
  readonly status: readonly string[];
  /** Civil date in Japan. */
  readonly expiresOn?: string;
  readonly registrar?: string;
  readonly registrarId?: string;
  readonly nameServers: readonly string[];
}

/** `clientTransferProhibited` of RDAP and EPP, in either spelling; JPRS's lock against a change of the agent. */
const LOCK = /transfer ?prohibited|^AgentChangeLocked$|^DomainTransferLocked$/i;

/** A sentence for each thing that is not as wanted. */
export function differencesOf(
  { status, expiresOn, registrar, registrarId }: Registration,
  { expiresFrom, expiresTo, registrar: wanted, unlocked }: RegistrationWanted,
): string[] {
  const locks = status.filter((one) => LOCK.test(one));
  const isOther = wanted !== undefined && registrar !== undefined && !isSame(wanted, registrar, registrarId);
  return [
    ...(expiresOn !== undefined && expiresFrom !== undefined && expiresOn < expiresFrom
      ? [`it expires on ${expiresOn}, before ${expiresFrom}`]
      : []),
    ...(expiresOn !== undefined && expiresTo !== undefined && expiresOn > expiresTo
      ? [`it expires on ${expiresOn}, after ${expiresTo}`]
      : []),
    ...(isOther ? [`its registrar is ${registrar}, not ${wanted}`] : []),
    ...(unlocked === true && locks.length > 0 ? [`it is locked: ${locks.join(', ')}`] : []),
  ];
}

const isSame = (wanted: string, name: string, id: string | undefined): boolean =>
  wanted.toLowerCase() === name.toLowerCase() || wanted === id;

/** Facts as `command.ts` describes them. */
export const factsOf = (found: Registration, wanted: RegistrationWanted): JsonObject => ({
  status: [...found.status],
  expiresOn: found.expiresOn ?? null,
  registrar: found.registrar ?? null,
  registrarId: found.registrarId ?? null,
  nameServers: [...found.nameServers],
  differs: differencesOf(found, wanted),
});

/** Small letters, without the last dot, in alphabetical order. */
export const hostNames = (names: readonly string[]): string[] =>
  names.map((name) => name.toLowerCase().replace(/\.$/, '')).sort();
