// What a registry says of a domain: RDAP's JSON (RFC 9083), and JPRS's WHOIS in its English form. Pure.
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { DomainState } from './world.ts';

const NOON_IN_JAPAN = 'T03:00:00Z';

/** A domain object of RFC 9083, 5.3. */
export function rdapDomain(domain: DomainState, root: string): JsonObject {
  const { name, registrar, registrarId, status, createdOn, expiresOn, nameServers } = domain;
  return {
    objectClassName: 'domain',
    handle: `SIM-${name}`,
    ldhName: name.toUpperCase(),
    rdapConformance: ['rdap_level_0'],
    links: [
      { value: `${root}domain/${name}`, rel: 'self', href: `${root}domain/${name}`, type: 'application/rdap+json' },
    ],
    status: [...status],
    events: [
      { eventAction: 'registration', eventDate: `${createdOn}${NOON_IN_JAPAN}` },
      { eventAction: 'expiration', eventDate: `${expiresOn}${NOON_IN_JAPAN}` },
      { eventAction: 'last update of RDAP database', eventDate: `${createdOn}${NOON_IN_JAPAN}` },
    ],
    entities: [
      {
        objectClassName: 'entity',
        roles: ['registrar'],
        ...(registrarId === undefined ? {} : { publicIds: [{ type: 'IANA Registrar ID', identifier: registrarId }] }),
        vcardArray: [
          'vcard',
          [
            ['version', {}, 'text', '4.0'],
            ['fn', {}, 'text', registrar],
          ],
        ],
      },
    ],
    nameservers: nameServers.map((host) => ({ objectClassName: 'nameserver', ldhName: host.toUpperCase() })),
    secureDNS: { delegationSigned: false },
  };
}

/** An error of RFC 9083, 6. */
export const rdapError = (errorCode: number, title: string): JsonObject => ({
  errorCode,
  title,
  rdapConformance: ['rdap_level_0'],
});

const NOTICE = `\
[ Simulated registry. No registration in it is real. The form is that of JPRS    ]
[ WHOIS with '/e' at the end of the question.                                     ]
`;

export const WHOIS_NO_MATCH = `${NOTICE}
No match!!

With this WHOIS you can ask for domain names of the simulated world only.
`;

/** `[Key]` padded to the column where values begin. */
const KEY_COLUMNS = 32;
const line = (key: string, value: string): string => `${`${key} `.padEnd(KEY_COLUMNS)}${value}`.trimEnd();

/** General-use names show an expiry, organizational ones the date in their state. */
export function whoisText(domain: DomainState): string {
  const { name, form, status, createdOn, expiresOn, nameServers } = domain;
  const [state = 'Active', ...locks] = status;
  const day = (on: string) => on.replaceAll('-', '/');
  const lines =
    form === 'jp'
      ? [
          line('[Domain Name]', name.toUpperCase()),
          '',
          line('[Registrant]', 'Simulated Company'),
          '',
          ...nameServers.map((host) => line('[Name Server]', host)),
          line('[Signing Key]', ''),
          '',
          line('[Created on]', day(createdOn)),
          line('[Expires on]', day(expiresOn)),
          line('[Status]', state),
          ...locks.map((lock) => line('[Lock Status]', lock)),
          line('[Last Updated]', `${day(createdOn)} 12:00:00 (JST)`),
        ]
      : [
          line('a. [Domain Name]', name.toUpperCase()),
          line('g. [Organization]', 'Simulated Company'),
          line('l. [Organization Type]', 'corporation'),
          ...nameServers.map((host) => line('p. [Name Server]', host)),
          line('s. [Signing Key]', ''),
          line('[State]', `${state} (${day(expiresOn)})`),
          ...locks.map((lock) => line('[Lock Status]', lock)),
          line('[Registered Date]', day(createdOn)),
          line('[Connected Date]', day(createdOn)),
          line('[Last Update]', `${day(createdOn)} 12:00:00 (JST)`),
        ];
  return `${NOTICE}\nDomain Information:\n${lines.join('\n')}\n\n`;
}
