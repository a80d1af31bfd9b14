// One way, or several, in which each rule over a contract is broken: a change of a world in which all of them hold, and
// what the finding must say. A policy without a case here fails its test.
import type { SakuraFortigateContract } from '../../../scripts/sakura-fortigate/contract.ts';
import type { RefusalId } from '../../../src/base/refusals.ts';
import { addDays } from '../../../src/calendar/civil-date.ts';
import { type Difference, type Observation, targetKey } from '../../../src/executors/port.ts';
import type { Step } from '../../../src/teardown/step.ts';
import { authorityFacts, estateFacts, type World } from './example-world.ts';

export interface Broken {
  readonly refusal: RefusalId;
  readonly how: string;
  /** Returns false where this step gives no occasion to break it so. */
  readonly break: (world: World, step: Step) => boolean;
  readonly says: RegExp;
}

const DAY_MS = 86_400_000;
const fortigateOf = ({ contract }: World) => contract as SakuraFortigateContract;

const foreign = (differences: readonly Difference[], facts: object = {}): Observation => ({
  state: 'foreign',
  facts: facts as never,
  differences,
  seenAtMs: 0,
});
const present = (facts: object): Observation => ({ state: 'present', facts: facts as never, seenAtMs: 0 });

/** Shows something else at every target of a kind that this step looks at or acts on. */
function show(world: World, step: Step, kind: string, seen: Observation): boolean {
  const targets = [
    ...step.looks,
    ...step.effects.map(({ command }) => command.target),
    ...step.probes.map(({ target }) => target),
  ];
  const keys = targets.filter((target) => target.kind === kind).map(targetKey);
  for (const key of keys) world.seen.set(key, seen);
  return keys.length > 0;
}

const MENTION = { server: 'primary', zone: 'a.example', name: 'a.example', type: 'A', data: 'x' };
const READ = { server: 'secondary', zone: 'a.example', by: 'names', records: 3 };
const inDns = (how: string, facts: object, says: RegExp): Broken => ({
  refusal: 'R13',
  how,
  says,
  break: (world, step) => show(world, step, 'address-use', present(facts)),
});
const routerFacts = (more: object) => present({ subnets: [], ipv6Nets: [], primarySubnets: [], ...more });
const deletesRouter = (step: Step) => step.effects.some(({ command }) => command.target.kind === 'router');
const unlisted = (how: string, more: object, says: RegExp): Broken => ({
  refusal: 'R04',
  how,
  says,
  break: (world, step) => deletesRouter(step) && show(world, step, 'router', routerFacts(more)),
});

const reference = { what: 'dns:example.com/vpn/A', id: '113000008001', name: 'example.com', detail: '203.0.113.4' };
const snapshot = { kind: 'snapshot', id: '5-9', name: 'before-upgrade', detail: 'of 4-1' };
const showEstate = (world: World, step: Step, more: object): boolean => {
  const { servers = [], addresses = [] } = world.contract as { servers?: string[]; addresses?: string[] };
  return show(world, step, 'estate', present(estateFacts(servers, addresses, more)));
};
const copy = { kind: 'archive', id: '113000009999', name: 'forgotten', zone: 'is1a' };
const serial: Difference = { what: 'serial', expected: 'FGVM02TM24001234', found: 'FGVM02TM99999999' };

export const BROKEN: readonly Broken[] = [
  {
    refusal: 'R01',
    how: 'nothing is filed',
    break: (world) => {
      world.history = { ...world.history, attested: {} };
      return true;
    },
    says: /not accepted/,
  },
  {
    refusal: 'R01',
    how: 'only sent',
    break: (world) => {
      world.history = { ...world.history, attested: { 'apply-for-cancellation': { sentOn: '2026-11-25' } } };
      return true;
    },
    says: /not accepted/,
  },
  {
    refusal: 'R01',
    how: 'the notice was only sent',
    break: (world) => {
      world.history = { ...world.history, attested: { 'return-notice': { sentOn: '2027-02-01' } } };
      return world.provider.id === 'altus';
    },
    says: /the notice is not accepted: nothing says that what return-notice sent has arrived/,
  },
  {
    refusal: 'R02',
    how: 'on the day before the window',
    break: (world) => {
      world.todayOn = addDays(world.todayOn, -1);
      return true;
    },
    says: /the window opens on/,
  },
  {
    refusal: 'R02',
    how: 'on the day after the last business day of the window',
    break: (world) => {
      const { applicationWindow } = world.provider.termsOf(world.contract, world.history, world.todayOn);
      world.todayOn = addDays(applicationWindow!.applyLatestOn, 1);
      return true;
    },
    says: /closed on .*ends it later/,
  },
  unlisted(
    'another subnet on the router',
    { subnets: [{ id: '113000009001', network: '198.51.100.0/28' }] },
    /subnet 198\.51\.100\.0\/28/,
  ),
  unlisted(
    'another IPv6 net on the router',
    { ipv6Nets: [{ id: '113000009002', prefix: '2001:db8:9::/64' }] },
    /IPv6 net 2001:db8:9::\/64/,
  ),
  unlisted('another server on the router', { attachedServerIds: ['113000009003'] }, /server 113000009003/),
  unlisted('an appliance on the router', { applianceIds: ['113000009004'] }, /appliance 113000009004/),
  {
    refusal: 'R04',
    how: 'a snapshot of a server that the contract does not list',
    break: (world, step) => showEstate(world, step, { storage: [snapshot] }),
    says: /snapshot before-upgrade \(5-9, of 4-1\) is of the contract’s servers/,
  },
  {
    refusal: 'R04',
    how: 'another site in the subscription of a domain that is deleted',
    break: (world, step) =>
      show(world, step, 'domain', present({ subscription: true, otherSites: ['shop.spring-fair.example'] })),
    says: /shop\.spring-fair\.example is, or may be, a site of the subscription spring-fair\.example/,
  },
  {
    refusal: 'R05',
    how: 'what comes next is held by another Terraform state',
    break: (world) => {
      const contract = fortigateOf(world);
      for (const item of contract.estate) item.ownedBy = 'external';
      for (const service of contract.services) service.ownedBy = 'external';
      for (const zone of contract.dns ?? []) zone.ownedBy = 'external';
      // Powering off is ours to do, and is done.
      world.begun.add('force-stop');
      return true;
    },
    says: /owned by another Terraform state/,
  },
  {
    refusal: 'R06',
    how: 'the key of another account',
    break: (world, step) =>
      show(world, step, 'account', foreign([{ what: 'member code', expected: 'abc12345', found: 'xyz98765' }])),
    says: /another account: member code is xyz98765, expected abc12345/,
  },
  {
    refusal: 'R07',
    how: 'another name under the id',
    break: (world, step) =>
      show(
        world,
        step,
        'server',
        foreign([{ what: 'name', expected: 'fgt-prod-01', found: 'web-01' }], { interfaces: [] }),
      ),
    says: /name is “web-01”, expected “fgt-prod-01”/,
  },
  {
    refusal: 'R07',
    how: 'another name or address under the id',
    break: (world, step) => {
      const seen = foreign([{ what: 'name', expected: 'KLS-0901', found: 'shop-01' }]);
      return [show(world, step, 'vm', seen), show(world, step, 'ip-address', seen)].includes(true);
    },
    says: /name is “shop-01”, expected “KLS-0901”/,
  },
  {
    refusal: 'R07',
    how: 'a domain that hangs on another address',
    break: (world, step) =>
      show(world, step, 'domain', foreign([{ what: 'its web', expected: '203.0.113.79', found: '198.51.100.9' }])),
    says: /its web is “198\.51\.100\.9”, expected “203\.0\.113\.79”/,
  },
  {
    refusal: 'R07',
    how: 'another domain under the id of a DNS zone',
    break: (world, step) =>
      show(world, step, 'dns-zone', foreign([{ what: 'domain', expected: 'example.net', found: 'example.com' }])),
    says: /domain is “example\.com”, expected “example\.net”/,
  },
  {
    refusal: 'R08',
    how: 'another serial answers',
    break: (world, step) =>
      show(world, step, 'fortigate', foreign([serial], { hostKey: 'pinned', haMode: 'standalone' })),
    says: /serial is FGVM02TM99999999, expected FGVM02TM24001234/,
  },
  {
    refusal: 'R09',
    how: 'another host key is presented',
    break: (world, step) =>
      show(world, step, 'fortigate', foreign([], { hostKey: 'other', presentedKey: 'SHA256:abc' })),
    says: /presents host key SHA256:abc/,
  },
  ...(['a-p', 'a-a'] as const).map((haMode): Broken => ({
    refusal: 'R10',
    how: `a member of an HA cluster (${haMode})`,
    break: (world, step) => show(world, step, 'fortigate', present({ hostKey: 'pinned', haMode })),
    says: new RegExp(`HA cluster \\(${haMode}\\)`),
  })),
  {
    refusal: 'R11',
    how: 'no backup',
    break: (world) => {
      world.backedUpAgoMs = undefined;
      return true;
    },
    says: /not done and verified/,
  },
  {
    refusal: 'R11',
    how: 'a backup that is too old',
    break: (world) => {
      world.backedUpAgoMs = 8 * DAY_MS;
      return true;
    },
    says: /older than \d+ h/,
  },
  {
    refusal: 'R13',
    how: 'a record still names the address',
    break: (world, step) => show(world, step, 'references', present({ references: [reference] })),
    says: /dns:example\.com\/vpn\/A still uses/,
  },
  {
    refusal: 'R13',
    how: 'the acknowledgement has run out',
    break: (world, step) => {
      const waiver = { refusal: 'R13', about: reference.what, reason: 'moves', untilOn: addDays(world.todayOn, -1) };
      fortigateOf(world).waivers = [waiver];
      return show(world, step, 'references', present({ references: [reference] }));
    },
    says: /dns:example\.com\/vpn\/A still uses/,
  },
  {
    refusal: 'R14',
    how: 'a copy that nobody decided',
    break: (world, step) => show(world, step, 'copies', present({ copies: [copy] })),
    says: /archive forgotten \(113000009999, is1a\) .*not decided/,
  },
  {
    refusal: 'R14',
    how: 'a copy that is kept, where the device is not reset',
    break: (world, step) => {
      world.history = { ...world.history, route: 'disk' };
      fortigateOf(world).estate.push({
        ...copy,
        kind: 'archive',
        fate: 'keep',
        reason: 'x',
        usedBy: [],
        ownedBy: 'none',
      });
      return show(world, step, 'copies', present({ copies: [copy] }));
    },
    says: /stays, but where the FortiGate is not reset/,
  },
  {
    refusal: 'R14',
    how: 'a copy that is kept, where this one device of several is not reset',
    break: (world, step) => {
      const { services, estate } = fortigateOf(world);
      const [{ disks, fortigate }] = services as [(typeof services)[number]];
      world.history = { ...world.history, route: `disk:${fortigate.serial}` };
      if (!step.looks.some(({ kind, id }) => kind === 'copies' && id === disks[0]!.id)) return false;
      estate.push({ ...copy, kind: 'archive', fate: 'keep', reason: 'x', usedBy: [], ownedBy: 'none' });
      return show(world, step, 'copies', present({ copies: [copy] }));
    },
    says: /stays, but where the FortiGate is not reset/,
  },
  {
    refusal: 'R17',
    how: 'another contract file claims it as well',
    break: (world, step) => {
      for (const { command } of step.effects) world.claimedBy.set(command.target.id, ['fgt-other']);
      return step.effects.length > 0;
    },
    says: /also claimed by fgt-other/,
  },
  {
    refusal: 'R17',
    how: 'another contract file claims its name or address',
    break: (world, step) => {
      for (const { command } of step.effects) {
        const { name, address } = command.target.expect as { name?: string; address?: string };
        for (const one of [name, address]) if (one !== undefined) world.claimedBy.set(one, ['fgt-other']);
      }
      return step.effects.some(({ command }) => command.target.executor === 'cloudstack-api');
    },
    says: /also claimed by fgt-other/,
  },
  {
    refusal: 'R17',
    how: 'another contract file claims a record that ends',
    break: (world, step) => {
      const zones = step.effects.filter(({ command }) => command.target.kind === 'dns-zone');
      for (const { command } of zones) world.claimedBy.set(`${command.target.id}/shop/A/198.51.100.140`, ['fgt-other']);
      return zones.length > 0;
    },
    says: /also claimed by fgt-other/,
  },
  {
    refusal: 'R20',
    how: 'the clock is behind the journal',
    break: (world) => {
      world.lastEntryAheadMs = 1;
      return true;
    },
    says: /1 ms behind the journal/,
  },
  {
    refusal: 'R20',
    how: 'the clock is not the API’s',
    break: (world, step) => show(world, step, 'account', present({ dateSkewMs: -121_000 })),
    says: /differs by -121 s/,
  },
  {
    refusal: 'R21',
    how: 'its users still have it',
    break: (world) => {
      (world.contract as { serviceEndsOn?: string }).serviceEndsOn = addDays(world.todayOn, 1);
      return true;
    },
    says: /promised to its users until/,
  },
  {
    refusal: 'R22',
    how: 'two devices, each behind the other',
    break: (world) => {
      const { services } = fortigateOf(world);
      const first = services[0]!;
      const second = structuredClone(first);
      const id = '113000007101';
      second.server = { ...second.server, id, name: 'fgt-behind' };
      second.fortigate = { ...second.fortigate, serial: 'FGVM02TM24009999', hostname: 'FGT-BEHIND', reset: 'ssh' };
      second.fortigate.via = first.fortigate.hostname;
      first.fortigate.via = 'FGT-BEHIND';
      services.push(second);
      return true;
    },
    says: /FGT-BEHIND is reached through FGT-/,
  },
  {
    refusal: 'R22',
    how: 'kaiyaku itself runs behind the device',
    break: (world) => {
      const contract = fortigateOf(world);
      contract.runner = { via: contract.services[0]!.fortigate.hostname };
      return true;
    },
    says: /kaiyaku itself runs behind FGT-/,
  },
  {
    refusal: 'R24',
    how: 'something that looks like a copy of the licence is left',
    break: (world, step) => {
      world.effectsVerified = true;
      return show(world, step, 'licence-search', present({ listed: [], copies: ['old/FGVM.lic'] }));
    },
    says: /old\/FGVM\.lic holds a FortiGate VM licence/,
  },
  {
    refusal: 'R25',
    how: 'no packet filter before a unit without a password',
    break: (world, step) => {
      for (const { fortigate } of fortigateOf(world).services) fortigate.resetCommand = 'factoryreset2';
      const open = [{ id: '1', switchId: 's', packetFilterId: null }];
      return show(world, step, 'server', present({ power: 'up', interfaces: open }));
    },
    says: /without a password/,
  },
  ...(
    [
      ['the key sees no destroyed machines', { seesDestroyed: false }, /sees no destroyed machines/],
      ['the key may not expunge', { mayExpunge: false }, /no right to expunge/],
    ] as const
  ).map(([how, facts, says]): Broken => ({
    refusal: 'R26',
    how,
    says,
    break: (world, step) => show(world, step, 'account', present({ dateSkewMs: 40, ...facts })),
  })),
  {
    refusal: 'R13',
    how: 'somebody still comes by the address',
    break: (world, step) =>
      show(world, step, 'address-traffic', present({ connections: 0, hits: 3, hours: 24, logs: 1 })),
    says: /203\.0\.113\.80 is still used: 3 requests within 24 hours, 0 connections/,
  },
  inDns('a name in DNS', { mentions: [MENTION] }, /dns:a\.example\/A \(x\) still leads to 203\..* at primary/),
  inDns('a part of it nobody was asked about', { notAsked: ['zone b.a.example'] }, /could look into zone b\.a/),
  inDns('a zone that is not handed over', { reads: [READ] }, /secondary does not hand the zone over/),
  ...(
    [
      ['own-server', 'own-server', /run by the server itself/],
      ['provider', 'provider', /run by Clara/],
      ['other-company', 'other-company', /run by another company/],
    ] as const
  ).map(([how, pattern, says]): Broken => ({
    refusal: 'R28',
    how: `name servers of another pattern: ${how}`,
    break: (world, step) => {
      const { domains, mainIp } = world.contract as { domains: { name: string; primaryDns: string }[]; mainIp: string };
      const domain = domains.find(({ name }) => step.id.endsWith(`:${name}`));
      if (domain === undefined || domain.primaryDns === pattern) return false;
      return show(world, step, 'zone-authority', present(authorityFacts(pattern, mainIp)));
    },
    says,
  })),
  {
    refusal: 'R26',
    how: 'a Plesk server that does not offer a utility',
    break: (world, step) =>
      step.looks.some(({ executor }) => executor === 'plesk') &&
      show(world, step, 'server', present({ addresses: [], lacking: ['subscription'] })),
    says: /offers no utility subscription/,
  },
  {
    refusal: 'R26',
    how: 'an add-on domain that is to move by itself',
    break: (world, step) =>
      show(world, step, 'domain', present({ subscription: false, subscriptionOf: 'main.example' })),
    says: /is an add-on domain: it is on the addresses of main\.example/,
  },
  {
    refusal: 'R26',
    how: 'a server is protected against deletion',
    break: (world, step) =>
      showEstate(world, step, {
        machines: [
          { id: 'KLS-0901', name: 'KLS-0901', state: 'Running', deleteProtected: true },
          { id: 'KLS-0902', name: 'KLS-0902', state: 'Running', deleteProtected: false },
        ],
      }),
    says: /server KLS-0901 \(KLS-0901\) is protected/,
  },
  ...(['sourceNat', 'system', 'portable'] as const).map((flag): Broken => ({
    refusal: 'R26',
    how: `an address that is not released by itself (${flag})`,
    break: (world, step) =>
      showEstate(world, step, {
        addresses: ['203.0.113.90', '203.0.113.91'].map((address) => ({
          id: address,
          address,
          [flag]: address.endsWith('.91'),
          rules: [],
        })),
      }),
    says: /203\.0\.113\.91 \(203\.0\.113\.91\) is (?:the source-NAT|an address of the system|a portable)/,
  })),
  {
    refusal: 'R27',
    how: 'an invoice that no reading gives',
    break: (world) => {
      world.history = { ...world.history, attested: { 'check-invoice': { invoiceYen: 77 } } };
      return true;
    },
    says: /asks for 77 yen, and the terms give .*no reading of the terms gives it/,
  },
  {
    refusal: 'R29',
    how: 'a domain that expires on another day',
    break: (world, step) =>
      show(world, step, 'registration', present({ differs: ['it expires on 2027-01-01, before 2027-11-30'] })),
    says: /: it expires on 2027-01-01/,
  },
  {
    refusal: 'R29',
    how: 'a domain that its registry does not have',
    break: (world, step) => show(world, step, 'registration', { state: 'absent', proof: ['no'], seenAtMs: 0 }),
    says: /the registry has no /,
  },
  {
    refusal: 'R29',
    how: 'a transfer that begins too late',
    break: (world, { id, window }) => {
      if (id !== 'transfer-domain' || window.untilOn === undefined) return false;
      world.todayOn = addDays(window.untilOn, 1);
      return true;
    },
    says: /had to begin by /,
  },
];
