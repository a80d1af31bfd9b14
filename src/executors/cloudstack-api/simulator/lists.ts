// The reading commands: rows as the API shows them, filters, pages. Empty fields are left out, and an empty list is `{}`.
import { type Command } from './command.ts';
import { PAGE_ROWS_MAX } from './limits.ts';
import { badParameter, noSuchEntity } from './refuse.ts';
import type { CallParams } from './simulation.ts';
import { addressRows, machineRows, type Row, ruleRows, volumeRows } from './rows.ts';
import type { WorldState } from './world.ts';

interface Listing {
  readonly rowKey: string;
  /** Fields that may be asked for by a parameter of the same name, exactly. */
  readonly exact: readonly string[];
  rows(state: WorldState, params: CallParams): Row[];
}

const LISTINGS: Readonly<Record<string, Listing>> = {
  listVirtualMachines: { rowKey: 'virtualmachine', exact: ['state', 'zoneid'], rows: machineRows },
  listVolumes: { rowKey: 'volume', exact: ['type', 'state', 'virtualmachineid'], rows: volumeRows },
  listSnapshots: {
    rowKey: 'snapshot',
    exact: ['volumeid'],
    rows: ({ snapshots }) =>
      snapshots.map(({ id, name, volumeId, state }) => ({
        id,
        name,
        volumeid: volumeId,
        state,
        snapshottype: 'MANUAL',
      })),
  },
  listPublicIpAddresses: {
    rowKey: 'publicipaddress',
    exact: ['ipaddress', 'associatednetworkid', 'issourcenat', 'isstaticnat', 'state'],
    rows: addressRows,
  },
  listFirewallRules: {
    rowKey: 'firewallrule',
    exact: ['ipaddressid'],
    rows: ({ firewallRules }) => ruleRows(firewallRules, 'ipaddressid', 'startport'),
  },
  listPortForwardingRules: {
    rowKey: 'portforwardingrule',
    exact: ['ipaddressid'],
    rows: ({ portForwardingRules }) => ruleRows(portForwardingRules, 'ipaddressid', 'publicport'),
  },
  listLoadBalancerRules: {
    rowKey: 'loadbalancerrule',
    exact: ['publicipid'],
    rows: ({ loadBalancerRules }) => ruleRows(loadBalancerRules, 'publicipid', 'publicport'),
  },
  listNetworks: {
    rowKey: 'network',
    exact: ['zoneid'],
    rows: ({ networks, zone }) => networks.map((one) => ({ ...one, zoneid: zone.id, state: 'Implemented' })),
  },
  listZones: { rowKey: 'zone', exact: ['name'], rows: ({ zone }) => [{ ...zone, networktype: 'Advanced' }] },
  listAccounts: {
    rowKey: 'account',
    exact: ['name'],
    rows: ({ account: { type, ...rest } }) => [{ ...rest, accounttype: type, state: 'enabled' }],
  },
};

const MACHINE_JOBS = new Set(['listVirtualMachines', 'listVolumes', 'listSnapshots']);

export const LISTS: Readonly<Record<string, Command>> = Object.fromEntries(
  Object.entries(LISTINGS).map(([command, listing]) => [
    command,
    {
      kind: 'read' as const,
      takes: [
        'id',
        'name',
        'keyword',
        'projectid',
        'page',
        'pagesize',
        ...listing.exact.filter((key) => key !== 'name'),
      ],
      run: (simulation, params) => {
        const state = simulation.shown(command);
        const rows = withJobs(command, listing.rows(state, params), state);
        return page(filtered(rows, listing, params), listing.rowKey, params);
      },
    } satisfies Command,
  ]),
);

/** A row with a pending job names it. */
function withJobs(command: string, rows: readonly Row[], { jobs }: WorldState): readonly Row[] {
  if (!MACHINE_JOBS.has(command)) return rows;
  const pending = jobs.filter(({ status }) => status === 0);
  return rows.map((row) => {
    const job = pending.find(({ objectId }) => objectId === row.id);
    return job === undefined ? row : { ...row, jobid: job.id, jobstatus: 0 };
  });
}

function filtered(rows: readonly Row[], listing: Listing, params: CallParams): readonly Row[] {
  const { id, name, keyword, projectid } = params;
  if (id !== undefined && !rows.some((row) => row.id === id)) throw noSuchEntity('id', id);
  const like = name ?? keyword;
  return rows.filter(
    (row) =>
      (id === undefined || row.id === id) &&
      (projectid === '-1' || row['projectid'] === projectid) &&
      (like === undefined || listing.exact.includes('name') || textOf(row['name']).includes(like)) &&
      listing.exact.every((key) => params[key] === undefined || textOf(row[key]) === params[key]),
  );
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'boolean' || typeof value === 'number' ? String(value) : '';

/** `count` is the total, not the page's length. */
function page(rows: readonly Row[], rowKey: string, params: CallParams): Record<string, unknown> {
  const { page: number, pagesize } = params;
  if ((number === undefined) !== (pagesize === undefined))
    throw badParameter('"page" and "pagesize" parameters must be specified together');
  const size = Number(pagesize ?? PAGE_ROWS_MAX);
  if (!(size >= 1 && size <= PAGE_ROWS_MAX))
    throw badParameter(`Page size can't exceed max allowed page size value: ${PAGE_ROWS_MAX}`);
  const from = (Number(number ?? 1) - 1) * size;
  const shown = rows.slice(from, from + size);
  return rows.length === 0 ? {} : { count: rows.length, ...(shown.length === 0 ? {} : { [rowKey]: shown }) };
}
