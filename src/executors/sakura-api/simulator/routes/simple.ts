// Resources with nothing but create, read, update, delete: notes, keys, icons, licences, and the zoned bridges, private
// hosts and ISO images, which refuse to go while they are used (facts §6).
import { createHash } from 'node:crypto';
import { created, deleted, one } from '../http/answer.ts';
import {
  idIn,
  newNamed,
  numberIn,
  payload,
  removeRow,
  renameFrom,
  route,
  target,
  textIn,
  type Call,
  type Route,
} from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { readable } from '../http/resource.ts';
import { refuse } from '../refuse.ts';
import { namedView } from '../views/common.ts';
import { cdromView } from '../views/compute.ts';
import { bridgeView } from '../views/network.ts';
import type { GlobalState, ZoneState } from '../world/file.ts';
import { licenseInfos } from './products.ts';

type Named = ReturnType<typeof newNamed>;

interface Simple<T extends Named> {
  readonly path: string;
  readonly single: string;
  readonly plural: string;
  rows(call: Call): T[];
  view(call: Call, row: T): View;
  fresh(call: Call, named: Named, body: View): T;
  change?(call: Call, row: T, body: View): void;
  /** Throws when the object may not go. */
  mayGo?(call: Call, row: T): void;
}

function simple<T extends Named>(kind: Simple<T>): Route[] {
  const { path, single, plural } = kind;
  const own = (call: Call) => target(call, kind.rows(call));
  return [
    ...readable(path, single, plural, kind),
    route('POST', path, (call) => {
      const body = payload(call, single);
      const row = kind.fresh(call, newNamed(call, body), body);
      kind.rows(call).push(row);
      return created(single, kind.view(call, row));
    }),
    route('PUT', `${path}/:id`, (call) => {
      const row = own(call);
      const body = payload(call, single);
      requireOwn(row);
      renameFrom(call, row, body);
      kind.change?.(call, row, body);
      return one(single, kind.view(call, row));
    }),
    route('DELETE', `${path}/:id`, (call) => {
      const row = own(call);
      requireOwn(row);
      kind.mayGo?.(call, row);
      const last = kind.view(call, row);
      removeRow(kind.rows(call), row);
      return deleted(single, last);
    }),
  ];
}

function requireOwn(row: object): void {
  if ('scope' in row && row.scope === 'shared') throw refuse('forbidden', 'a public object');
}

function fingerprint(publicKey: string): string {
  const body = Buffer.from(publicKey.trim().split(/\s+/)[1] ?? '', 'base64');
  return (createHash('md5').update(body).digest('hex').match(/../g) ?? []).join(':');
}

const notes: Simple<GlobalState['notes'][number]> = {
  path: 'note',
  single: 'Note',
  plural: 'Notes',
  rows: ({ state }) => state.global.notes,
  view: (_call, row) => ({
    ...namedView(row),
    Availability: row.availability,
    Scope: row.scope,
    Class: row.class,
    Content: row.content,
  }),
  fresh: (_call, named, body) => ({
    ...named,
    availability: 'available',
    scope: 'user',
    class: textIn(body, 'Class') || 'shell',
    content: textIn(body, 'Content') ?? '',
  }),
  change: (_call, row, body) => {
    row.class = textIn(body, 'Class') || row.class;
    row.content = textIn(body, 'Content') ?? row.content;
  },
};

const sshKeys: Simple<GlobalState['sshKeys'][number]> = {
  path: 'sshkey',
  single: 'SSHKey',
  plural: 'SSHKeys',
  rows: ({ state }) => state.global.sshKeys,
  view: (_call, row) => ({
    ...namedView(row),
    PublicKey: row.publicKey,
    Fingerprint: fingerprint(row.publicKey),
  }),
  fresh: (_call, named, body) => ({ ...named, publicKey: textIn(body, 'PublicKey') ?? '' }),
};

const icons: Simple<GlobalState['icons'][number]> = {
  path: 'icon',
  single: 'Icon',
  plural: 'Icons',
  rows: ({ state }) => state.global.icons,
  view: (_call, row) => ({
    ...namedView(row),
    Availability: row.availability,
    Scope: row.scope,
    URL: `https://icon.example.jp/${row.id}.png`,
  }),
  fresh: (_call, named) => ({ ...named, availability: 'available', scope: 'user' }),
};

const licenses: Simple<GlobalState['licenses'][number]> = {
  path: 'license',
  single: 'License',
  plural: 'Licenses',
  rows: ({ state }) => state.global.licenses,
  view: (_call, row) => ({
    ...namedView(row),
    LicenseInfo: licenseInfos.find((info) => info['ID'] === row.licenseInfoId) ?? { ID: row.licenseInfoId },
  }),
  fresh: (_call, named, body) => {
    const licenseInfoId = idIn(body, 'LicenseInfo');
    if (!licenseInfos.some((info) => info['ID'] === licenseInfoId)) throw refuse('param_res_not_found', 'LicenseInfo');
    return { ...named, licenseInfoId: licenseInfoId ?? '' };
  },
};

const bridges: Simple<ZoneState['bridges'][number]> = {
  path: 'bridge',
  single: 'Bridge',
  plural: 'Bridges',
  rows: ({ z }) => z.bridges,
  view: ({ z, zone }, row) => bridgeView(z, zone, row),
  fresh: (_call, named) => named,
  // CHOICE: the code.
  mayGo: ({ z }, row) => {
    if (z.switches.some(({ bridgeId }) => bridgeId === row.id)) throw refuse('res_used_in_zone');
  },
};

const privateHosts: Simple<ZoneState['privateHosts'][number]> = {
  path: 'privatehost',
  single: 'PrivateHost',
  plural: 'PrivateHosts',
  rows: ({ z }) => z.privateHosts,
  view: ({ z }, row) => {
    const guests = z.servers.filter(({ privateHostId }) => privateHostId === row.id);
    return {
      ...namedView(row),
      Plan: { ID: '112900526366', Name: row.planName, Class: 'dynamic', CPU: 200, MemoryMB: 229_376 },
      Host: { Name: 'sac-host-201' },
      AssignedCPU: guests.reduce((sum, { plan }) => sum + plan.cpu, 0),
      AssignedMemoryMB: guests.reduce((sum, { plan }) => sum + plan.memoryMB, 0),
    };
  },
  fresh: (_call, named) => ({ ...named, planName: '200Core 224GB 標準' }),
  // CHOICE: the code; that it is refused is known.
  mayGo: ({ z }, row) => {
    if (z.servers.some(({ privateHostId }) => privateHostId === row.id)) throw refuse('res_used_in_zone');
  },
};

const cdroms: Simple<ZoneState['cdroms'][number]> = {
  path: 'cdrom',
  single: 'CDROM',
  plural: 'CDROMs',
  rows: ({ z }) => z.cdroms,
  view: ({ zone }, row) => cdromView(zone, row),
  fresh: (_call, named, body) => ({
    ...named,
    availability: 'available',
    scope: 'user',
    sizeMB: numberIn(body, 'SizeMB') ?? 5_120,
  }),
  mayGo: ({ z }, row) => {
    if (z.servers.some(({ cdromId }) => cdromId === row.id)) throw refuse('cdrom_in_use');
  },
};

export const simpleRoutes: readonly Route[] = [
  ...simple(notes),
  ...simple(sshKeys),
  ...simple(icons),
  ...simple(licenses),
  ...simple(bridges),
  ...simple(privateHosts),
  ...simple(cdroms),
];
