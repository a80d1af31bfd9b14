// The interfaces of a server: what each is plugged into, its packet filter and its label. Plugs are changed only while the
// server is down; the API refuses anything else.
import { inner, rows, word, type Shown } from '../api.ts';
import { objects, text, type Values } from '../values.ts';
import type { Work } from './kind.ts';

/** An entry of ConnectedSwitches. */
export function connected(upstream: string): Shown | null {
  if (upstream === 'disconnect') return null;
  return upstream === 'shared' ? { Scope: 'shared' } : { ID: upstream };
}

/** Makes the interfaces of a stopped server what is planned: plugs, filters, labels. */
export async function changeNics(work: Work, id: string, planned: Values): Promise<void> {
  const wanted = objects(planned, 'network_interface');
  const nics = rows(inner(await work.api.call('GET', work.zone, `server/${id}`), 'Server'), 'Interfaces');
  for (const nic of nics.slice(wanted.length)) await work.api.call('DELETE', work.zone, `interface/${word(nic, 'ID')}`);
  for (const [index, want] of wanted.entries()) {
    let nic = nics[index];
    if (nic === undefined) {
      const body = await work.api.call('POST', work.zone, 'interface', { Interface: { Server: { ID: id } } });
      nic = inner(body, 'Interface');
      nics.push(nic);
    }
    await plug(work, nic, text(want, 'upstream'));
  }
  await dressNics(work, nics, planned);
}

async function plug(work: Work, nic: Shown, upstream: string): Promise<void> {
  const now = upstreamOf(nic);
  if (now === upstream) return;
  const path = `interface/${word(nic, 'ID')}/to/switch`;
  if (now !== 'disconnect') await work.api.call('DELETE', work.zone, path);
  if (upstream !== 'disconnect') await work.api.call('PUT', work.zone, `${path}/${upstream}`);
}

/** Packet filter and label of each interface. */
export async function dressNics(work: Work, nics: readonly Shown[], planned: Values): Promise<void> {
  for (const [index, want] of objects(planned, 'network_interface').entries()) {
    const nic = nics[index]!;
    const path = `interface/${word(nic, 'ID')}`;
    const filter = text(want, 'packet_filter_id');
    const before = word(inner(nic, 'PacketFilter'), 'ID');
    if (filter === '' && before !== '') await work.api.call('DELETE', work.zone, `${path}/to/packetfilter`);
    if (filter !== '' && filter !== before) await work.api.call('PUT', work.zone, `${path}/to/packetfilter/${filter}`);
    const label = userAddress(want);
    if (label !== '') await work.api.call('PUT', work.zone, path, { Interface: { UserIPAddress: label } });
  }
}

/** Not configured and not known yet: none. */
const userAddress = (nic: Values): string => (typeof nic['user_ip_address'] === 'string' ? nic['user_ip_address'] : '');

/** `shared`, `disconnect` or the id of a switch. */
export function upstreamOf(nic: Shown): string {
  const sw = inner(nic, 'Switch');
  if (nic['Switch'] === null || nic['Switch'] === undefined) return 'disconnect';
  return word(sw, 'Scope') === 'shared' ? 'shared' : word(sw, 'ID');
}
