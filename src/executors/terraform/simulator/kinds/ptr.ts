// Reverse names. As in the real providers, ANY error while deleting counts as "already gone": a fault worth keeping here,
// because it is why kaiyaku asks the API after each apply and not the state.
import { word } from '../api.ts';
import { text, type Values } from '../values.ts';
import type { Kind, Work } from './kind.ts';

export const ptr: Kind = {
  replaceOn: ['zone', 'ip_address'],
  defaults: { retry_max: 30, retry_interval: 10 },
  create: (work, planned) => put(work, planned),
  async read(work, id) {
    const shown = await work.api.find(work.zone, `ipaddress/${id}`, 'IPAddress');
    // CHOICE: an address without a name has no PTR resource.
    if (shown === undefined || word(shown, 'HostName') === '') return undefined;
    return { id, ip_address: word(shown, 'IPAddress') || id, hostname: word(shown, 'HostName') };
  },
  update: (work, _id, planned) => put(work, planned),
  async remove(work, id) {
    try {
      await work.api.call('GET', work.zone, `ipaddress/${id}`);
    } catch {
      return;
    }
    await work.api.call('PUT', work.zone, `ipaddress/${id}`, { IPAddress: { HostName: '' } });
  },
};

async function put(work: Work, planned: Values): Promise<string> {
  const ip = text(planned, 'ip_address');
  await work.api.call('GET', work.zone, `ipaddress/${ip}`);
  await work.api.call('PUT', work.zone, `ipaddress/${ip}`, { IPAddress: { HostName: text(planned, 'hostname') } });
  work.born(ip);
  return ip;
}
