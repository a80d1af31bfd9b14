// The registrations of a simulated registry: plain data, as a JSON file gives them.
import { userError } from '../../../base/errors.ts';

export interface DomainState {
  readonly name: string;
  /** `jp` and `jp-organizational` are in JPRS's WHOIS alone, `generic` in RDAP alone. */
  readonly form: 'generic' | 'jp' | 'jp-organizational';
  readonly registrar: string;
  readonly registrarId?: string;
  /** RDAP: `active`, `client transfer prohibited`…; JPRS: `Active`, `Suspended`, `Connected`… and locks after it. */
  readonly status: readonly string[];
  /** Civil dates; in RDAP an instant of that day in Japan. */
  readonly createdOn: string;
  readonly expiresOn: string;
  readonly nameServers: readonly string[];
}

export interface RegistryWorld {
  readonly domains: readonly DomainState[];
}

export const defaultWorld = (): RegistryWorld => ({
  domains: [
    {
      name: 'shop.example',
      form: 'generic',
      registrar: 'Old Registrar, Inc.',
      registrarId: '9998',
      status: ['active'],
      createdOn: '2001-08-28',
      expiresOn: '2028-08-28',
      nameServers: ['ns1.old.example', 'ns2.old.example'],
    },
    {
      name: 'example.jp',
      form: 'jp',
      registrar: 'not shown',
      status: ['Active'],
      createdOn: '2001-08-28',
      expiresOn: '2028-08-31',
      nameServers: ['ns1.example.jp', 'ns2.example.jp'],
    },
    {
      name: 'example.co.jp',
      form: 'jp-organizational',
      registrar: 'not shown',
      status: ['Connected'],
      createdOn: '1999-03-10',
      expiresOn: '2028-03-31',
      nameServers: ['ns1.example.co.jp'],
    },
  ],
});

/** Throws the user's error `bad-world`. */
export function checkedWorld(given: RegistryWorld): RegistryWorld {
  const domains: unknown = (given as Partial<RegistryWorld> | null)?.domains;
  const isDomain = (one: unknown): boolean =>
    typeof one === 'object' &&
    one !== null &&
    ['name', 'form', 'registrar', 'createdOn', 'expiresOn'].every(
      (key) => typeof (one as DomainState)[key as 'name'] === 'string',
    ) &&
    Array.isArray((one as DomainState).status) &&
    Array.isArray((one as DomainState).nameServers);
  if (Array.isArray(domains) && domains.every(isDomain)) return given;
  throw userError('bad-world', 'the world of a registry is {"domains": [{name, form, registrar, status, …}]}', {
    next: 'see the README beside the simulator',
  });
}
