// Route R of SF8: factory reset over SSH, proven in its parts. On the disk route the step is not needed.
import { fortigateCommand } from '../../src/executors/fortigate-ssh/command.ts';
import { sakuraCommand } from '../../src/executors/sakura-api/command.ts';
import { effect, step, type Effect, type ProofPart, type Step } from '../../src/teardown/step.ts';
import { configurationBackups } from './back-up.ts';
import { cite } from './citation.ts';
import type { FortigateService } from './contract.ts';
import { accountTarget, deviceTarget, estateTargets, serverTarget } from './targets.ts';
import type { Context } from './context.ts';
import { otherRoute } from './route.ts';

/** Booting and powering off a VM after the answer takes minutes, sometimes with more than one reboot. */
const RESET_PROOF_WAIT_MS = 900_000;

/** The devices that kaiyaku resets over SSH. The step stays in the list when there is none, and says why. */
export function resetFortigate(context: Context): Step {
  const { contract, terms, route } = context;
  const bySsh = contract.services.filter((service) => service.fortigate.reset === 'ssh');
  const notNeeded =
    route === 'disk' ? 'disk route' : bySsh.length === 0 ? 'no device of this contract is reset over SSH' : undefined;
  const base = {
    id: 'reset-fortigate',
    title: 'factory-reset the FortiGate (OSの初期化)',
    actor: 'kaiyaku' as const,
    after: ['back-up'],
    window: { ...terms.teardownWindow, why: 'notice filed, service ended (SF8)' },
    citation: cite('4.1', 'FortiGateVMが搭載したディスクの削除、またはOSの初期化'),
  };
  if (notNeeded !== undefined) return step({ ...base, notNeeded });
  return step({
    ...base,
    effects: farthestFirst(bySsh).flatMap((service) => resetOf(context, service)),
    looks: [
      accountTarget(contract),
      ...contract.services.map((service) => serverTarget(contract, service)),
      ...estateTargets(contract),
    ],
    guards: ['R01', 'R06', 'R07', 'R08', 'R09', 'R10', 'R11', 'R17', 'R20', 'R21', 'R22', 'R25'],
    ...otherRoute(context),
  });
}

/** The devices that a person resets at their console. */
export function resetByPerson(context: Context): Step[] {
  const { contract, terms, route } = context;
  const byPerson = contract.services.filter((service) => service.fortigate.reset === 'by-person');
  if (byPerson.length === 0 || route === 'disk') return [];
  return [
    step({
      id: 'reset-fortigate-by-person',
      title: `factory-reset by hand: ${byPerson.map((service) => service.fortigate.hostname).join(', ')}`,
      actor: 'customer',
      byPerson: true,
      irreversible: true,
      after: ['reset-fortigate'],
      window: { ...terms.teardownWindow, why: 'notice filed, service ended (SF8)' },
      guards: ['R01', 'R11', 'R21'],
      evidence: [
        { name: 'resetOn', kind: 'date', required: true, what: 'day of the reset' },
        { name: 'file', kind: 'file', required: true, what: 'console transcript of `execute factoryreset`' },
      ],
      probes: byPerson.map((service) => poweredOff(contract, service)),
      ...otherRoute(context),
      citation: cite('4.1', 'FortiGateVMが搭載したディスクの削除、またはOSの初期化'),
    }),
  ];
}

/** What is reached through another device is reset before that device. A ring keeps the contract's order, and R22 says so. */
function farthestFirst(services: readonly FortigateService[]): FortigateService[] {
  const isBehind = (one: FortigateService, other: FortigateService) =>
    [other.fortigate.hostname, other.fortigate.serial, other.server.id, other.server.name].includes(
      one.fortigate.via ?? '',
    );
  const left = [...services];
  const ordered: FortigateService[] = [];
  while (left.length > 0) {
    const at = Math.max(
      0,
      left.findIndex((one) => !left.some((other) => other !== one && isBehind(other, one))),
    );
    ordered.push(...left.splice(at, 1));
  }
  return ordered;
}

const poweredOff = (contract: Context['contract'], service: FortigateService): ProofPart => ({
  part: 'powered off',
  target: serverTarget(contract, service),
  goal: { is: 'facts', equal: { power: 'down' }, orAbsent: true },
});

function resetOf(context: Context, service: FortigateService): Effect[] {
  const { fortigate } = service;
  const device = deviceTarget(service);
  const shutsDown = fortigate.resetCommand === 'factoryreset-shutdown';
  const last: ProofPart = shutsDown
    ? poweredOff(context.contract, service)
    : {
        part: 'configuration gone',
        target: device,
        goal: { is: 'facts', equal: { configuration: 'factory-default' }, whoever: true },
      };
  const backup = configurationBackups(context).find((one) => one.command.target.id === fortigate.serial);
  const receipt = backup === undefined ? undefined : context.history.receipts[backup.id];
  const reset = effect({
    step: 'reset-fortigate',
    title: `execute ${fortigate.resetCommand} on ${fortigate.hostname} (${fortigate.serial})`,
    command: fortigateCommand('factory-reset', device, { command: fortigate.resetCommand }),
    irreversible: true,
    repeatable: false,
    lasting: false,
    proof: [
      {
        part: 'commanded',
        target: device,
        goal: { is: 'receipt', equal: { answered: true, resetTextSeen: true } },
      },
      last,
    ],
    refuted: [
      { part: 'configuration as before', target: device, goal: { is: 'facts', equal: { configuration: 'as-before' } } },
    ],
    proofWaitMs: RESET_PROOF_WAIT_MS,
    ...(receipt === undefined
      ? {}
      : {
          late: {
            backupNormalisedSha256: receipt['normalisedSha256'] ?? null,
            backupMethod: receipt['method'] ?? null,
            backupPath: receipt['path'] ?? null,
            backupSha256: receipt['sha256'] ?? null,
          },
        }),
  });
  return shutsDown ? [removeAutoReboot(context.contract, service), reset] : [reset];
}

/** `@auto-reboot` would start the server again after the in-guest shutdown, and the proof would be lost. */
function removeAutoReboot(contract: Context['contract'], service: FortigateService): Effect {
  const target = serverTarget(contract, service);
  return effect({
    step: 'reset-fortigate',
    title: `remove @auto-reboot from server ${service.server.name}`,
    command: sakuraCommand('remove-tag', target, { tag: '@auto-reboot' }),
    goal: { is: 'facts', equal: { autoReboot: false }, orAbsent: true },
  });
}
