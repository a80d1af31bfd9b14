// A zone with everything that makes master files hard to edit, in a folder of its own. Only for tests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SshPlace } from '../../../src/base/ssh-place.ts';
import { lowerTtl, moveAddress, zoneFileTarget } from '../../../src/executors/bind/command.ts';

export const OLD = '203.0.113.10';
export const NEW = '203.0.113.20';
export const SERIAL = 2_026_112_201;
export const TTL_SECONDS = 300;

/** Blank owners, units, parentheses over lines, quotes, comments with the address, a neighbour that only looks like it. */
export const ZONE = `; moved once from ${OLD}
$TTL 1d
@\tIN SOA ns1 hostmaster (
\t\t${SERIAL} ; serial
\t\t3h 1h 4w ; ${OLD}
\t\t300 )
\tNS ns1
\tNS ns2.other.example.
ns1\t3h IN A ${OLD}
\tAAAA 2001:db8::10
www IN 300 A ${OLD} ; the shop
almost A ${OLD}0
note TXT "the old address was ${OLD}" ; free text is nobody's business
@ MX 10 mail
mail A ${OLD}
@ TXT ( "v=spf1 ip4:${OLD} "
        "ip4:${OLD}/32 ip4:203.0.113.0/24 -all" )
$INCLUDE hosts.inc
`;
export const INCLUDED = `intra A ${OLD}\nother A 192.0.2.1\n`;

export interface Zone {
  readonly folder: string;
  readonly path: string;
  remove(): void;
}

export function zoneIn(text = ZONE, included = INCLUDED): Zone {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-zone-'));
  writeFileSync(join(folder, 'example.jp.zone'), text, 'latin1');
  writeFileSync(join(folder, 'hosts.inc'), included, 'latin1');
  return { folder, path: join(folder, 'example.jp.zone'), remove: () => rmSync(folder, { recursive: true }) };
}

/** `ssh`: as a machine behind SSH holds it. */
export const targetIn = ({ folder }: Pick<Zone, 'folder'>, ssh?: SshPlace) =>
  zoneFileTarget({
    zone: 'example.jp',
    file: 'example.jp.zone',
    directory: folder,
    address: OLD,
    ttlSeconds: TTL_SECONDS,
    ...(ssh === undefined ? {} : { ssh }),
  });

const told = (reload: readonly string[] | undefined) => (reload === undefined ? {} : { reload });

export const movingIn = (zone: Pick<Zone, 'folder'>, reload?: readonly string[], ssh?: SshPlace) =>
  moveAddress(targetIn(zone, ssh), { to: NEW, ...told(reload) });

export const loweringIn = (zone: Pick<Zone, 'folder'>, reload?: readonly string[], ssh?: SshPlace) =>
  lowerTtl(targetIn(zone, ssh), told(reload));
