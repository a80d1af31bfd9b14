// Commands on addresses and their rules. A source-NAT address is never released; disabling static NAT takes the firewall
// rules of its address along.
import { type Command, named } from './command.ts';
import { badParameter, internal } from './refuse.ts';
import type { Simulation } from './simulation.ts';

type RuleList = 'firewallRules' | 'portForwardingRules' | 'loadBalancerRules';
const RULE_LISTS: readonly RuleList[] = ['firewallRules', 'portForwardingRules', 'loadBalancerRules'];

function dropRules({ state }: Simulation, lists: readonly RuleList[], addressId: string): void {
  for (const list of lists) state[list] = state[list].filter((rule) => rule.addressId !== addressId);
}

const deleteRule = (list: RuleList): Command => ({
  kind: 'async',
  idParam: 'id',
  check: ({ state }, params) => void named(state[list], params, 'id'),
  finish: (simulation, params) => {
    const { id } = named(simulation.state[list], params, 'id');
    simulation.state[list] = simulation.state[list].filter((rule) => rule.id !== id);
    simulation.changed(`${list} deleted`, id);
    return { success: true };
  },
});

export const NETWORK: Readonly<Record<string, Command>> = {
  deleteFirewallRule: deleteRule('firewallRules'),
  deletePortForwardingRule: deleteRule('portForwardingRules'),
  deleteLoadBalancerRule: deleteRule('loadBalancerRules'),
  disableStaticNat: {
    kind: 'async',
    idParam: 'ipaddressid',
    check: ({ state }, params) => {
      if (named(state.addresses, params, 'ipaddressid').staticNatVmId === null)
        throw badParameter('Specified IP address id is not associated with any vm Id');
    },
    finish: (simulation, params) => {
      const address = named(simulation.state.addresses, params, 'ipaddressid');
      address.staticNatVmId = null;
      dropRules(simulation, ['firewallRules'], address.id);
      simulation.changed('static NAT disabled', address.id);
      return { success: true };
    },
  },
  disassociateIpAddress: {
    kind: 'async',
    idParam: 'id',
    check: ({ state }, params) => void named(state.addresses, params, 'id'),
    finish: (simulation, params) => {
      const address = named(simulation.state.addresses, params, 'id');
      if (address.sourceNat === true)
        throw internal('ip address is used for source nat purposes and can not be disassociated.');
      if (address.system === true) throw internal('System IPs can not be released.');
      // Whatever rules are left go with it.
      dropRules(simulation, RULE_LISTS, address.id);
      simulation.state.addresses = simulation.state.addresses.filter(({ id }) => id !== address.id);
      simulation.changed('address released', address.id);
      return { success: true };
    },
  },
};
