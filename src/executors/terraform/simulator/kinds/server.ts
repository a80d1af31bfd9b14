// Servers as the providers handle them: created down, wired up, then booted; stopped before they change or go. Disks are
// never deleted with the server.
import { isDeepStrictEqual } from 'node:util';
import { inner, rows, word, type Shown } from '../api.ts';
import { objects, text, texts, number, bool, type Values } from '../values.ts';
import { findRenewed, idOf, labels, withPrevious, type Kind, type Work } from './kind.ts';
import { powerOff, powerOn } from './power.ts';
import { changeNics, connected, dressNics } from './server-interfaces.ts';
import { attributesOf, GIB_IN_MB } from './server-attributes.ts';

const PLAN = ['core', 'memory', 'commitment', 'gpu', 'cpu_model', 'gpu_model', 'confidential_vm'];

export const server: Kind = {
  replaceOn: ['zone', 'disk_edit_parameter', 'private_host_id', 'user_data'],
  renewOn: PLAN,
  unsettles: { network_interface: ['ip_address', 'gateway', 'netmask', 'network_address'] },
  defaults: { core: 1, memory: 1, commitment: 'standard', interface_driver: 'virtio' },
  async create(work, planned) {
    const body = await work.api.call('POST', work.zone, 'server', {
      Server: {
        ...labels(planned),
        InterfaceDriver: text(planned, 'interface_driver') || 'virtio',
        ServerPlan: planOf(planned),
        PrivateHost: idOf(planned, 'private_host_id'),
        ConnectedSwitches: objects(planned, 'network_interface').map((nic) => connected(text(nic, 'upstream'))),
      },
    });
    const made = inner(body, 'Server');
    const id = word(made, 'ID');
    work.born(id);
    await connectDisks(work, id, texts(planned, 'disks'));
    await dressNics(work, rows(made, 'Interfaces'), planned);
    await powerOn(work, id);
    return id;
  },
  async read(work, id) {
    // v3 does not follow a server to its new id.
    const shown =
      work.version === 'v2'
        ? await findRenewed(work, 'server', 'Server', 'Servers', id)
        : await work.api.find(work.zone, `server/${id}`, 'Server');
    return shown === undefined ? undefined : attributesOf(shown);
  },
  async update(work, id, planned, prior) {
    const differs = (name: string) => !isDeepStrictEqual(planned[name], prior[name]);
    const needsStop = [...PLAN, 'disks', 'network_interface'].some(differs);
    if (!needsStop) return rename(work, id, planned, texts(planned, 'tags'));
    await powerOff(work, id, bool(planned, 'force_shutdown'));
    if (differs('disks')) await changeDisks(work, id, planned, prior);
    if (differs('network_interface')) await changeNics(work, id, planned);
    const now = PLAN.some(differs)
      ? await renew(work, id, planned)
      : await rename(work, id, planned, texts(planned, 'tags'));
    await powerOn(work, now);
    return now;
  },
  async remove(work, id, prior) {
    if ((await work.api.find(work.zone, `server/${id}`, 'Server')) === undefined) return;
    await powerOff(work, id, bool(prior, 'force_shutdown'));
    await work.api.call('DELETE', work.zone, `server/${id}`);
  },
};

const planOf = (planned: Values): Shown => ({
  CPU: number(planned, 'core'),
  MemoryMB: number(planned, 'memory') * GIB_IN_MB,
  Commitment: text(planned, 'commitment') || 'standard',
});

async function rename(work: Work, id: string, planned: Values, tags: string[]): Promise<string> {
  const body = { Server: { ...labels(planned), Tags: tags, InterfaceDriver: text(planned, 'interface_driver') } };
  await work.api.call('PUT', work.zone, `server/${id}`, body);
  return id;
}

async function renew(work: Work, id: string, planned: Values): Promise<string> {
  const body = await work.api.call('PUT', work.zone, `server/${id}/plan`, planOf(planned));
  const now = word(inner(body, 'Server'), 'ID');
  work.born(now);
  return rename(work, now, planned, withPrevious(planned, id));
}

async function connectDisks(work: Work, id: string, disks: readonly string[]): Promise<void> {
  for (const disk of disks) await work.api.call('PUT', work.zone, `disk/${disk}/to/server/${id}`);
}

async function changeDisks(work: Work, id: string, planned: Values, prior: Values): Promise<void> {
  for (const disk of texts(prior, 'disks')) {
    const shown = await work.api.find(work.zone, `disk/${disk}`, 'Disk');
    if (word(inner(shown, 'Server'), 'ID') === id) await work.api.call('DELETE', work.zone, `disk/${disk}/to/server`);
  }
  await connectDisks(work, id, texts(planned, 'disks'));
}
