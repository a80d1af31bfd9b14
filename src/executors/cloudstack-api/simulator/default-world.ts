// A CMS package as a customer has it: two KLS servers, their volumes and snapshots, and addresses with every kind of rule;
// beside them things of the same account that the package does not own.
import { idOf, type WorldState } from './world.ts';

/** Ids of the default world. */
export const DEFAULT_IDS = {
  zone: idOf(1, 1),
  network: idOf(2, 1),
  webServer: idOf(3, 1),
  databaseServer: idOf(3, 2),
  otherServer: idOf(3, 9),
  webRoot: idOf(4, 1),
  webData: idOf(4, 2),
  databaseRoot: idOf(4, 3),
  forgottenVolume: idOf(4, 8),
  otherRoot: idOf(4, 9),
  webSnapshot: idOf(5, 1),
  forgottenSnapshot: idOf(5, 8),
  sourceNat: idOf(6, 1),
  staticNatAddress: idOf(6, 2),
  ruledAddress: idOf(6, 3),
  plainAddress: idOf(6, 4),
  staticNatFirewall: idOf(7, 1),
  ruledFirewall: idOf(7, 2),
  portForwarding: idOf(8, 1),
  loadBalancer: idOf(9, 1),
} as const;

const id = DEFAULT_IDS;

/** A new copy each time. Its key may expunge and sees destroyed machines; real servers allow neither by default. */
export function defaultWorld(): WorldState {
  return {
    account: { id: idOf(10, 1), name: 'cms-customer', type: 0, domain: 'ROOT' },
    zone: { id: id.zone, name: 'tokyo-1' },
    version: '4.9.3.0',
    capabilities: { allowuserexpungerecovervm: true, allowuserviewdestroyedvm: true, allowuserforcestopvm: false },
    forbidden: [],
    networks: [{ id: id.network, name: 'cms-network' }],
    machines: [
      { id: id.webServer, name: 'KLS-0001', state: 'Running', networkIds: [id.network] },
      { id: id.databaseServer, name: 'KLS-0002', state: 'Stopped', networkIds: [id.network] },
      { id: id.otherServer, name: 'shop-01', state: 'Running', networkIds: [id.network] },
    ],
    volumes: [
      { id: id.webRoot, name: 'ROOT-1', type: 'ROOT', vmId: id.webServer },
      { id: id.webData, name: 'KLS-0001-data', type: 'DATADISK', vmId: id.webServer },
      { id: id.databaseRoot, name: 'ROOT-2', type: 'ROOT', vmId: id.databaseServer },
      { id: id.forgottenVolume, name: 'KLS-0002-old-data', type: 'DATADISK', vmId: null },
      { id: id.otherRoot, name: 'ROOT-9', type: 'ROOT', vmId: id.otherServer },
    ],
    snapshots: [
      { id: id.webSnapshot, name: 'KLS-0001_ROOT-1_20261101', volumeId: id.webRoot, state: 'BackedUp' },
      { id: id.forgottenSnapshot, name: 'KLS-0000_ROOT-0_20200401', volumeId: idOf(4, 7), state: 'BackedUp' },
    ],
    addresses: [
      { id: id.sourceNat, address: '203.0.113.1', networkId: id.network, sourceNat: true, staticNatVmId: null },
      { id: id.staticNatAddress, address: '203.0.113.10', networkId: id.network, staticNatVmId: id.webServer },
      { id: id.ruledAddress, address: '203.0.113.11', networkId: id.network, staticNatVmId: null },
      { id: id.plainAddress, address: '203.0.113.12', networkId: id.network, staticNatVmId: null },
    ],
    firewallRules: [
      { id: id.staticNatFirewall, addressId: id.staticNatAddress, protocol: 'tcp', port: 443 },
      { id: id.ruledFirewall, addressId: id.ruledAddress, protocol: 'tcp', port: 22 },
    ],
    portForwardingRules: [
      { id: id.portForwarding, addressId: id.ruledAddress, protocol: 'tcp', port: 22, vmId: id.databaseServer },
    ],
    loadBalancerRules: [
      { id: id.loadBalancer, addressId: id.ruledAddress, protocol: 'tcp', port: 80, name: 'cms-http' },
    ],
    jobs: [],
    nextId: 1,
  };
}
