// Objects of the world as the API's lists show them. Fields that are undefined are left out of an answer, as the API does.
import type { AddressRule, WorldState } from './world.ts';

export type Row = { readonly id: string } & Record<string, unknown>;

/** A user without the setting is shown neither destroyed nor expunging machines. */
export function machineRows({ machines, account, capabilities, zone, addresses }: WorldState): Row[] {
  const all = account.type !== 0 || capabilities.allowuserviewdestroyedvm;
  return machines
    .filter(({ state }) => all || !['Destroyed', 'Expunging'].includes(state))
    .map((one) => ({
      id: one.id,
      name: one.name,
      displayname: one.name,
      account: account.name,
      state: one.state,
      zoneid: zone.id,
      zonename: zone.name,
      deleteprotection: one.deleteProtected,
      projectid: one.projectId,
      publicip: addresses.find(({ staticNatVmId }) => staticNatVmId === one.id)?.address,
      nic: one.networkIds.map((networkid) => ({ networkid })),
    }));
}

export function volumeRows({ volumes, machines, account, zone }: WorldState): Row[] {
  return volumes.map((one) => {
    const machine = machines.find(({ id }) => id === one.vmId);
    // After a destroy a ROOT volume says no longer whose it was.
    const shown = machine !== undefined && machine.state !== 'Destroyed' && machine.state !== 'Expunging';
    return {
      id: one.id,
      name: one.name,
      type: one.type,
      state: machine?.state === 'Destroyed' && one.type === 'ROOT' ? 'Destroy' : 'Ready',
      account: account.name,
      zoneid: zone.id,
      virtualmachineid: shown ? machine.id : undefined,
      vmname: shown ? machine.name : undefined,
      deleteprotection: one.deleteProtected,
      projectid: one.projectId,
    };
  });
}

export function addressRows(state: WorldState): Row[] {
  return state.addresses.map((one) => ({
    id: one.id,
    ipaddress: one.address,
    state: 'Allocated',
    issourcenat: one.sourceNat === true,
    isstaticnat: one.staticNatVmId !== null,
    issystem: one.system === true,
    isportable: one.portable === true,
    virtualmachineid: one.staticNatVmId ?? undefined,
    associatednetworkid: one.networkId,
    zoneid: state.zone.id,
    account: state.account.name,
  }));
}

export const ruleRows = (rules: readonly AddressRule[], addressKey: string, portKey: string): Row[] =>
  rules.map((one) => ({
    id: one.id,
    [addressKey]: one.addressId,
    protocol: one.protocol,
    [portKey]: String(one.port),
    name: one.name,
    virtualmachineid: one.vmId,
    state: 'Active',
  }));
