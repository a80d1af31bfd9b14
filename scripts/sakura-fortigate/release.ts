// Release the addresses, while they are still ours to read back: server off, reverse names cleared, interfaces off the
// router, IPv6 net, listed subnets, router. Server first, because the API refuses the rest while it runs.
import { targetKey } from '../../src/executors/port.ts';
import { sakuraCommand } from '../../src/executors/sakura-api/command.ts';
import { effect, step, type Effect, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import type { FortigateService } from './contract.ts';
import {
  accountTarget,
  estateTargets,
  ending,
  interfaceTarget,
  ipv6Target,
  ptrTarget,
  referencesTarget,
  routerTarget,
  serverTarget,
  subnetTarget,
  type Item,
} from './targets.ts';
import type { Context } from './context.ts';
import { inStages } from './stages.ts';

const STEP = 'release-ips';

export function releaseIps(context: Context): Step {
  const { contract, terms } = context;
  const routers = ending(contract, 'router');
  const addresses = ending(contract, 'address');
  const unreadable = unreadableDiscovery(context);
  return step({
    id: STEP,
    title: 'release the IP addresses',
    actor: 'kaiyaku',
    after: ['delete-licence-file'],
    window: terms.teardownWindow ?? {},
    effects: inStages(
      contract,
      onceEach([
        ...contract.services.map((service) => powerOff(contract, service)),
        ...addresses.map(clearPtr),
        ...contract.services.flatMap((service) => disconnects(context, service)),
        ...routers.flatMap(routerDeletions),
      ]),
    ),
    looks: [
      accountTarget(contract),
      ...contract.services.map((service) => serverTarget(contract, service)),
      ...routers.map(routerTarget),
      ...addresses.map(({ ip, zone }) => referencesTarget(ip, zone)),
      ...routers.flatMap((router) => router.subnets.map(({ network }) => referencesTarget(network, router.zone))),
      ...routers.flatMap((router) =>
        primaryBlocks(context, router).map((network) => referencesTarget(network, router.zone)),
      ),
      ...routers.flatMap(({ ipv6Net, zone }) =>
        ipv6Net === undefined ? [] : [referencesTarget(ipv6Net.prefix, zone)],
      ),
      ...estateTargets(contract),
    ],
    guards: ['R01', 'R04', 'R05', 'R06', 'R07', 'R13', 'R17', 'R20', 'R21'],
    ...(unreadable === undefined ? {} : { unreadable }),
    citation: cite('3.7', '不要となった提供物(ライセンスファイルなど)やサーバーを削除'),
  });
}

/** An interface that the journal knows may be found under two services of one zone. */
const onceEach = (effects: Effect[]): Effect[] => [...new Map(effects.map((effect) => [effect.id, effect])).values()];

function unreadableDiscovery({ contract, discovered }: Context): Step['unreadable'] {
  const targets = [
    ...contract.services.map((service) => serverTarget(contract, service)),
    ...ending(contract, 'router').map(routerTarget),
  ];
  for (const target of targets) {
    const seen = discovered.get(targetKey(target));
    if (seen?.state === 'unknown') return seen.error;
  }
  return undefined;
}

/** Blocks that go with the router itself; no contract lists them. */
function primaryBlocks({ discovered }: Context, router: Item<'router'>): string[] {
  const seen = discovered.get(targetKey(routerTarget(router)));
  if (seen?.state !== 'present' && seen?.state !== 'foreign') return [];
  return (seen.facts['primarySubnets'] as unknown as { network: string }[]).map((one) => one.network);
}

const powerOff = (contract: Context['contract'], service: FortigateService): Effect =>
  effect({
    step: STEP,
    title: `power off server ${service.server.name}`,
    command: sakuraCommand('force-stop', serverTarget(contract, service)),
    goal: { is: 'facts', equal: { power: 'down' }, orAbsent: true },
    lasting: true,
  });

const clearPtr = (address: Item<'address'>): Effect =>
  effect({
    step: STEP,
    title: `clear the reverse name of ${address.ip}`,
    command: sakuraCommand('clear-ptr', ptrTarget(address)),
    goal: { is: 'facts', equal: { hostName: '' }, orAbsent: true },
  });

/** Interfaces on the switch of a router that ends; those the journal knows stay listed once they are off. */
function disconnects({ contract, discovered, history }: Context, service: FortigateService): Effect[] {
  const { server } = service;
  const switches = new Set(ending(contract, 'router').map((router) => router.switchId));
  const seen = discovered.get(targetKey(serverTarget(contract, service)));
  const interfaces =
    seen?.state === 'present' || seen?.state === 'foreign'
      ? (seen.facts['interfaces'] as unknown as InterfaceFacts[])
      : [];
  const ids = new Set(
    interfaces.filter((one) => one.switchId !== null && switches.has(one.switchId)).map((one) => one.id),
  );
  const prefix = `${STEP}/disconnect:${targetKey(interfaceTarget(server.zone, '', server.name))}`;
  for (const id of history.effects)
    if (id.startsWith(prefix) && belongs(id.slice(prefix.length))) ids.add(id.slice(prefix.length));
  return [...ids].map((id) =>
    effect({
      step: STEP,
      title: `disconnect interface ${id} of ${server.name}`,
      command: sakuraCommand('disconnect', interfaceTarget(server.zone, id, server.name)),
      goal: { is: 'facts', equal: { switchId: null }, orAbsent: true },
    }),
  );

  // With several services of one zone the journal's interfaces are listed once, under the first service.
  function belongs(id: string): boolean {
    const first = contract.services.find((one) => one.server.zone === server.zone);
    return interfaces.some((one) => one.id === id) || first === service;
  }
}

interface InterfaceFacts {
  readonly id: string;
  readonly switchId: string | null;
}

function routerDeletions(router: Item<'router'>): Effect[] {
  const ipv6 =
    router.ipv6Net === undefined
      ? []
      : [deletion(`delete IPv6 net ${router.ipv6Net.prefix}`, ipv6Target(router, router.ipv6Net))];
  const subnets = router.subnets.map((subnet) =>
    deletion(`delete subnet ${subnet.network}`, subnetTarget(router, subnet)),
  );
  const last = effect({
    step: STEP,
    title: `delete router ${router.name} (its switch and primary block go with it)`,
    command: sakuraCommand('delete', routerTarget(router), { subnets: router.subnets.map((subnet) => subnet.id) }),
  });
  return [...ipv6, ...subnets, last];
}

const deletion = (title: string, target: Effect['command']['target']): Effect =>
  effect({ step: STEP, title, command: sakuraCommand('delete', target) });
