// Destroy the server, its disks and every decided copy of the licensed disk, then sweep the account and close.
import { addDays } from '../../src/calendar/civil-date.ts';
import { sakuraCommand } from '../../src/executors/sakura-api/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { effect, step, type Effect, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import { accountTarget, copiesTarget, diskTarget, ending, namedTarget, serverTarget, sweepTarget } from './targets.ts';
import type { Context } from './context.ts';
import { inStages } from './stages.ts';

const STEP = 'destroy-server';

export function destroyServer({ contract, terms }: Context): Step {
  const named = (kind: 'switch' | 'packet-filter' | 'archive' | 'auto-backup' | 'disk') =>
    ending(contract, kind).map((item) => deletion(`delete ${kind} ${item.name}`, namedTarget(kind, contract, item)));
  return step({
    id: STEP,
    title: 'destroy the server and its disks',
    actor: 'kaiyaku',
    after: ['release-ips'],
    window: terms.teardownWindow ?? {},
    effects: inStages(contract, [
      // The auto-backup first: while it lives it may make another archive of the licensed disk.
      ...named('auto-backup'),
      ...named('archive'),
      ...contract.services.map((service) =>
        deletion(`delete server ${service.server.name}`, serverTarget(contract, service)),
      ),
      ...contract.services.flatMap((service) =>
        service.disks.map((disk) => deletion(`delete disk ${disk.name}`, diskTarget(contract, service, disk))),
      ),
      // A clone may hang on the server: it can be deleted only when that is gone.
      ...named('disk'),
      ...named('switch'),
      ...named('packet-filter'),
    ]),
    looks: [
      accountTarget(contract),
      ...contract.services.map((service) => serverTarget(contract, service)),
      ...contract.services.flatMap((service) => service.disks.map((disk) => copiesTarget(service, disk))),
    ],
    guards: ['R01', 'R04', 'R05', 'R06', 'R07', 'R14', 'R17', 'R20', 'R21'],
    citation: cite('4.1', 'FortiGateVMが搭載したディスクの削除'),
  });
}

const deletion = (title: string, target: Target): Effect =>
  effect({ step: STEP, title, command: sakuraCommand('delete', target) });

/** Proof that nothing of the estate is left, on which day, against which end date. */
export function close({ contract, history, route }: Context): Step {
  const sweep = sweepTarget(contract);
  return step({
    id: 'close',
    title: 'sweep the account and close',
    actor: 'kaiyaku',
    after: [STEP],
    probes: [
      { part: 'nothing left by name, id or tag', target: sweep, goal: { is: 'facts', equal: { hits: [] } } },
      // Where the device was not reset, the absence of the licensed disk and of every copy of it is the whole proof (SF8).
      ...contract.services
        .filter((service) => route === 'disk' || service.fortigate.reset === 'none')
        .map((service) => ({
          part: `no copy of disk ${service.disks[0]!.name} left`,
          target: copiesTarget(service, service.disks[0]!),
          goal: { is: 'facts' as const, equal: { copies: [] } },
        })),
    ],
    looks: [accountTarget(contract)],
    guards: ['R06'],
    window:
      contract.sweepAfterDays === 0 || history.lastVerifiedOn === undefined
        ? {}
        : { fromOn: addDays(history.lastVerifiedOn, contract.sweepAfterDays), why: 'sweepAfterDays' },
    citation: cite('2.2', '利用終了'),
  });
}
