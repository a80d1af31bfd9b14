// Packet filters, and their rules as a resource of its own. A filter is not deleted while an interface uses it; it is waited
// for. In v3 a filter has no rules inline.
import { inner, rows, word, type Shown } from '../api.ts';
import { objects, text, type Values } from '../values.ts';
import { until, type Kind, type Work } from './kind.ts';

const toRule = (rule: Values): Shown => ({
  Protocol: text(rule, 'protocol'),
  SourceNetwork: text(rule, 'source_network'),
  SourcePort: text(rule, 'source_port'),
  DestinationPort: text(rule, 'destination_port'),
  // Allowed unless it says otherwise.
  Action: rule['allow'] === false ? 'deny' : 'allow',
  Description: text(rule, 'description'),
});

const fromRule = (rule: Shown): Values => ({
  protocol: word(rule, 'Protocol'),
  source_network: word(rule, 'SourceNetwork'),
  source_port: word(rule, 'SourcePort'),
  destination_port: word(rule, 'DestinationPort'),
  allow: word(rule, 'Action') === 'allow',
  description: word(rule, 'Description'),
});

const rulesOf = (planned: Values): Shown[] => objects(planned, 'expression').map(toRule);
const find = (work: Work, id: string) => work.api.find(work.zone, `packetfilter/${id}`, 'PacketFilter');

/** Overwrites name, description and all rules of what was just read. */
async function put(work: Work, id: string, change: (shown: Shown) => Shown): Promise<void> {
  const shown = inner(await work.api.call('GET', work.zone, `packetfilter/${id}`), 'PacketFilter');
  const now = {
    Name: word(shown, 'Name'),
    Description: word(shown, 'Description'),
    Expression: rows(shown, 'Expression'),
  };
  await work.api.call('PUT', work.zone, `packetfilter/${id}`, {
    PacketFilter: { ...now, ...change(shown) },
    OriginalExpressionHash: word(shown, 'ExpressionHash'),
  });
}

export const packetFilter: Kind = {
  replaceOn: ['zone'],
  defaults: { allow: true },
  async create(work, planned) {
    const own = { Name: text(planned, 'name'), Description: text(planned, 'description') };
    const body = await work.api.call('POST', work.zone, 'packetfilter', {
      PacketFilter: { ...own, Expression: rulesOf(planned) },
    });
    const id = word(inner(body, 'PacketFilter'), 'ID');
    work.born(id);
    return id;
  },
  async read(work, id) {
    const shown = await find(work, id);
    if (shown === undefined) return undefined;
    const { name, description } = { name: word(shown, 'Name'), description: word(shown, 'Description') };
    return { id: word(shown, 'ID'), name, description, expression: rows(shown, 'Expression').map(fromRule) };
  },
  async update(work, id, planned) {
    const own = { Name: text(planned, 'name'), Description: text(planned, 'description') };
    await put(work, id, () => (work.version === 'v2' ? { ...own, Expression: rulesOf(planned) } : own));
    return id;
  },
  async remove(work, id) {
    if ((await find(work, id)) === undefined) return;
    await until(work, `packet filter ${id} is still being used by other resources`, async () => {
      const servers = await work.api.list(work.zone, 'server', 'Servers');
      const used = servers
        .flatMap((one) => rows(one, 'Interfaces'))
        .map((nic) => word(inner(nic, 'PacketFilter'), 'ID'));
      return used.includes(id) ? undefined : true;
    });
    await work.api.call('DELETE', work.zone, `packetfilter/${id}`);
  },
};

/** Its id is that of the filter. */
export const packetFilterRules: Kind = {
  replaceOn: ['zone', 'packet_filter_id'],
  defaults: { allow: true },
  async create(work, planned) {
    const id = text(planned, 'packet_filter_id');
    await put(work, id, () => ({ Expression: rulesOf(planned) }));
    work.born(id);
    return id;
  },
  async read(work, id) {
    const shown = await find(work, id);
    if (shown === undefined) return undefined;
    return { id, packet_filter_id: id, expression: rows(shown, 'Expression').map(fromRule) };
  },
  async update(work, id, planned) {
    await put(work, id, () => ({ Expression: rulesOf(planned) }));
    return id;
  },
  async remove(work, id) {
    if ((await find(work, id)) !== undefined) await put(work, id, () => ({ Expression: [] }));
  },
};
