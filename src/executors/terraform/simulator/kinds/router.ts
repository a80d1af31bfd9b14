// Routers (router and switch in one) as the providers handle them. A deletion takes every additional block with it, also
// those that no state knows: that is the real providers' behaviour and the reason why plans are judged for it.
import { inner, rows, word } from '../api.ts';
import { bool, number } from '../values.ts';
import { findRenewed, labels, shownLabels, until, withPrevious, type Kind, type Work } from './kind.ts';
import { serverIds, unplugged } from './network.ts';
import { addressesBetween } from './addresses.ts';

export const router: Kind = {
  replaceOn: ['zone', 'netmask'],
  renewOn: ['band_width'],
  defaults: { netmask: 28, band_width: 100 },
  async create(work, planned) {
    const body = await work.api.call('POST', work.zone, 'internet', {
      Internet: {
        ...labels(planned),
        BandWidthMbps: number(planned, 'band_width'),
        NetworkMaskLen: number(planned, 'netmask'),
      },
    });
    const id = word(inner(body, 'Internet'), 'ID');
    work.born(id);
    // A new router answers 404 for a while.
    await until(work, `router ${id} to be ready`, () => work.api.find(work.zone, `internet/${id}`, 'Internet'));
    if (bool(planned, 'enable_ipv6')) await work.api.call('POST', work.zone, `internet/${id}/ipv6net`, {});
    return id;
  },
  async read(work, id) {
    const shown = await findRenewed(work, 'internet', 'Internet', 'Internet', id);
    if (shown === undefined) return undefined;
    const switchId = word(inner(shown, 'Switch'), 'ID');
    const sw = inner(await work.api.call('GET', work.zone, `switch/${switchId}`), 'Switch');
    const primary = rows(sw, 'Subnets')[0] ?? {};
    const range = inner(primary, 'IPAddresses');
    const [ipv6] = rows(inner(shown, 'Switch'), 'IPv6Nets');
    return {
      ...shownLabels(shown),
      band_width: Number(shown['BandWidthMbps']),
      netmask: Number(shown['NetworkMaskLen']),
      switch_id: switchId,
      server_ids: await serverIds(work, sw),
      network_address: word(primary, 'NetworkAddress'),
      gateway: word(primary, 'DefaultRoute'),
      min_ip_address: word(range, 'Min'),
      max_ip_address: word(range, 'Max'),
      ip_addresses: addressesBetween(word(range, 'Min'), word(range, 'Max')),
      enable_ipv6: ipv6 !== undefined,
      ipv6_prefix: ipv6 === undefined ? '' : word(ipv6, 'IPv6Prefix'),
      ipv6_prefix_len: Number(ipv6?.['IPv6PrefixLen'] ?? 0),
      ipv6_network_address: ipv6 === undefined ? '' : word(ipv6, 'IPv6Prefix'),
      zone: word(inner(shown, 'Zone'), 'Name'),
    };
  },
  async update(work, id, planned, prior) {
    if (bool(planned, 'enable_ipv6') !== bool(prior, 'enable_ipv6'))
      await changeIpv6(work, id, bool(planned, 'enable_ipv6'));
    if (number(planned, 'band_width') === number(prior, 'band_width')) {
      await work.api.call('PUT', work.zone, `internet/${id}`, { Internet: labels(planned) });
      return id;
    }
    const body = await work.api.call('PUT', work.zone, `internet/${id}/bandwidth`, {
      Internet: { BandWidthMbps: number(planned, 'band_width') },
    });
    const now = word(inner(body, 'Internet'), 'ID');
    work.born(now);
    await work.api.call('PUT', work.zone, `internet/${now}`, {
      Internet: { ...labels(planned), Tags: withPrevious(planned, id) },
    });
    return now;
  },
  async remove(work, id) {
    const shown = await work.api.find(work.zone, `internet/${id}`, 'Internet');
    if (shown === undefined) return;
    await unplugged(work, word(inner(shown, 'Switch'), 'ID'));
    const sw = inner(inner(await work.api.call('GET', work.zone, `internet/${id}`), 'Internet'), 'Switch');
    const [ipv6] = rows(sw, 'IPv6Nets');
    if (ipv6 !== undefined) await work.api.call('DELETE', work.zone, `internet/${id}/ipv6net/${word(ipv6, 'ID')}`);
    for (const block of rows(sw, 'Subnets'))
      if (word(block, 'NextHop') !== '')
        await work.api.call('DELETE', work.zone, `internet/${id}/subnet/${word(block, 'ID')}`);
    await work.api.call('DELETE', work.zone, `internet/${id}`);
  },
};

async function changeIpv6(work: Work, id: string, on: boolean): Promise<void> {
  if (on) return void (await work.api.call('POST', work.zone, `internet/${id}/ipv6net`, {}));
  const sw = inner(inner(await work.api.call('GET', work.zone, `internet/${id}`), 'Internet'), 'Switch');
  for (const net of rows(sw, 'IPv6Nets'))
    await work.api.call('DELETE', work.zone, `internet/${id}/ipv6net/${word(net, 'ID')}`);
}
