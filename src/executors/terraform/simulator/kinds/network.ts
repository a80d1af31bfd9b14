// Switches, and the look that switches and routers share: whether anything is still plugged in. The providers never remove
// what is plugged in; they wait for it to vanish.
import { inner, word, type Shown } from '../api.ts';
import { text } from '../values.ts';
import { labels, shownLabels, until, type Kind, type Work } from './kind.ts';

const APPLIANCES = ['loadbalancer', 'vpcrouter', 'database', 'nfs', 'mobilegateway'];

export const switches: Kind = {
  replaceOn: ['zone'],
  async create(work, planned) {
    const UserSubnet = { DefaultRoute: '', NetworkMaskLen: 0 };
    const body = await work.api.call('POST', work.zone, 'switch', { Switch: { ...labels(planned), UserSubnet } });
    const id = word(inner(body, 'Switch'), 'ID');
    work.born(id);
    const bridge = text(planned, 'bridge_id');
    if (bridge !== '') await work.api.call('PUT', work.zone, `switch/${id}/to/bridge/${bridge}`);
    return id;
  },
  async read(work, id) {
    const shown = await work.api.find(work.zone, `switch/${id}`, 'Switch');
    if (shown === undefined) return undefined;
    return {
      ...shownLabels(shown),
      bridge_id: word(inner(shown, 'Bridge'), 'ID'),
      server_ids: await serverIds(work, shown),
      zone: word(inner(shown, 'Zone'), 'Name'),
    };
  },
  async update(work, id, planned, prior) {
    const [before, after] = [text(prior, 'bridge_id'), text(planned, 'bridge_id')];
    await work.api.call('PUT', work.zone, `switch/${id}`, { Switch: labels(planned) });
    if (before !== '' && before !== after) await work.api.call('DELETE', work.zone, `switch/${id}/to/bridge`);
    if (after !== '' && before !== after) await work.api.call('PUT', work.zone, `switch/${id}/to/bridge/${after}`);
    return id;
  },
  async remove(work, id) {
    const shown = await work.api.find(work.zone, `switch/${id}`, 'Switch');
    if (shown === undefined) return;
    if (word(inner(shown, 'Bridge'), 'ID') !== '') await work.api.call('DELETE', work.zone, `switch/${id}/to/bridge`);
    await unplugged(work, id);
    await work.api.call('DELETE', work.zone, `switch/${id}`);
  },
};

/** Servers with an interface on the switch that is shown. */
export async function serverIds(work: Work, shown: Shown): Promise<string[]> {
  if (Number(shown['ServerCount'] ?? 0) === 0) return [];
  const servers = await work.api.list(work.zone, `switch/${word(shown, 'ID')}/server`, 'Servers');
  return servers.map((one) => word(one, 'ID'));
}

/** Waits until no server and no appliance is on the switch. */
export async function unplugged(work: Work, switchId: string): Promise<void> {
  await until(work, `switch ${switchId} is still being used by other resources`, async () => {
    const shown = await work.api.find(work.zone, `switch/${switchId}`, 'Switch');
    if (shown !== undefined && (await serverIds(work, { ...shown, ServerCount: 1 })).length > 0) return undefined;
    for (const one of APPLIANCES) {
      const found = await work.api.list(work.zone, 'appliance', 'Appliances', { Class: [one] });
      if (found.some((appliance) => word(inner(appliance, 'Switch'), 'ID') === switchId)) return undefined;
    }
    return true;
  });
}
