// Back up before anything is lost: the FortiGate's configuration over SCP, other data by its own command or a person.
// May run, and be repeated, from `open` on; it counts for `backup.maxAgeHours` and only until the reset is done.
import { fortigateCommand } from '../../src/executors/fortigate-ssh/command.ts';
import { backupEffects } from '../../src/teardown/backups.ts';
import { effect, step, type Effect, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import { deviceTarget } from './targets.ts';
import type { Context } from './context.ts';
import { otherRoute } from './route.ts';

const HOUR_MS = 3_600_000;

export function backUp(context: Context): Step {
  const effects = [...configurationBackups(context), ...dataBackups(context)];
  return step({
    id: 'back-up',
    title: 'back up the configuration and the data',
    actor: 'kaiyaku',
    after: ['file-licence-notice'],
    effects,
    anytime: true,
    window: context.terms.teardownWindow ?? {},
    guards: ['R08', 'R09'],
    ...(effects.length === 0 ? { notNeeded: notNeededBecause(context) } : {}),
    ...otherRoute(context),
    citation: cite('3.7.1', '全設定が初期化(出荷時状態にリセット)されます'),
  });
}

const notNeededBecause = (context: Context): string =>
  context.route === 'disk' ? 'disk route: the device cannot be read' : 'nothing to back up';

/** The id of the backup effect of one device: its receipt is what the reset is held against. */
export function configurationBackups({ contract, route }: Context): Effect[] {
  if (route === 'disk') return [];
  return (
    contract.services
      // A device that a person resets is backed up where there is a credential for it.
      .filter(
        ({ fortigate }) =>
          fortigate.reset === 'ssh' ||
          (fortigate.reset === 'by-person' && (fortigate.password ?? fortigate.privateKey) !== undefined),
      )
      .map((service) =>
        effect({
          step: 'back-up',
          title: `back up the configuration of ${service.fortigate.hostname}`,
          command: fortigateCommand('back-up', deviceTarget(service), {
            by: service.fortigate.backupBy,
            to: contract.backup.to,
          }),
          goal: { is: 'receipt', equal: { hostname: service.fortigate.hostname, readBack: true } },
          fresh: { forMs: contract.backup.maxAgeHours * HOUR_MS, untilStep: 'reset-fortigate' },
        }),
      )
  );
}

function dataBackups({ contract, route }: Context): Effect[] {
  // Once the device is reset or the server stopped, what is reached through it could never be backed up again.
  const untilStep = route === 'disk' ? 'release-ips' : 'reset-fortigate';
  return backupEffects(contract.backup, { step: 'back-up', untilStep });
}

/** Data that only a person can back up: their evidence is the gate. */
export function backUpByPerson({ contract }: Context): Step[] {
  const names = contract.backup.data.flatMap((data) => ('by' in data ? [data.name] : []));
  if (names.length === 0) return [];
  return [
    step({
      id: 'back-up-by-person',
      title: `back up by hand: ${names.join(', ')}`,
      actor: 'customer',
      after: ['back-up'],
      evidence: [
        { name: 'backedUpOn', kind: 'date', required: true, what: 'day of the backup' },
        { name: 'file', kind: 'file', required: true, what: 'proof that it can be read back' },
      ],
      citation: cite('3.7'),
    }),
  ];
}
