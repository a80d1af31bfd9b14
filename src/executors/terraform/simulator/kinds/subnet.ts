// Additional blocks of a router, routed to a next hop. The primary block is the router's own and never a resource.
import { inner, rows, word } from '../api.ts';
import { number, text } from '../values.ts';
import type { Kind } from './kind.ts';

/** An additional block of a router. */
export const subnet: Kind = {
  replaceOn: ['zone', 'internet_id', 'netmask'],
  defaults: { netmask: 28 },
  async create(work, planned) {
    const path = `internet/${text(planned, 'internet_id')}/subnet`;
    const body = await work.api.call('POST', work.zone, path, {
      NetworkMaskLen: number(planned, 'netmask'),
      NextHop: text(planned, 'next_hop'),
    });
    const id = word(inner(body, 'Subnet'), 'ID');
    work.born(id);
    return id;
  },
  async read(work, id) {
    const shown = await work.api.find(work.zone, `subnet/${id}`, 'Subnet');
    if (shown === undefined) return undefined;
    const addresses = rows(shown, 'IPAddresses').map((one) => word(one, 'IPAddress'));
    const sw = inner(shown, 'Switch');
    return {
      id: word(shown, 'ID'),
      internet_id: word(inner(sw, 'Internet'), 'ID'),
      switch_id: word(sw, 'ID'),
      netmask: Number(shown['NetworkMaskLen']),
      next_hop: word(shown, 'NextHop'),
      network_address: word(shown, 'NetworkAddress'),
      min_ip_address: addresses[0] ?? '',
      max_ip_address: addresses.at(-1) ?? '',
      ip_addresses: addresses,
    };
  },
  async update(work, id, planned) {
    const path = `internet/${text(planned, 'internet_id')}/subnet/${id}`;
    await work.api.call('PUT', work.zone, path, { NextHop: text(planned, 'next_hop') });
    return id;
  },
  async remove(work, id) {
    const shown = await work.api.find(work.zone, `subnet/${id}`, 'Subnet');
    if (shown === undefined) return;
    const routerId = word(inner(inner(shown, 'Switch'), 'Internet'), 'ID');
    await work.api.call('DELETE', work.zone, `internet/${routerId}/subnet/${id}`);
  },
};
