// The order in which a FortiGateVM contract on Sakura Cloud ends, as a table of contents: each step is one function.
// Pure: contract, terms and history in, steps out. It never decides whether a step may run; the engine does.
// Source: document 002 §2.2, §3, §4; rules SF1–SF11.
import type { Discovered, History } from '../../src/teardown/provider.ts';
import type { Step, Teardown } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { backUp, backUpByPerson } from './back-up.ts';
import type { SakuraFortigateContract } from './contract.ts';
import type { Context } from './context.ts';
import { close, destroyServer } from './destroy.ts';
import { removeDnsRecords } from './dns-records.ts';
import { deleteLicenceCopies, deleteLicenceFile } from './licence-files.ts';
import { applyForCancellation, fileLicenceNotice } from './persons.ts';
import { releaseIps } from './release.ts';
import { routed } from './route.ts';
import { resetByPerson, resetFortigate } from './reset.ts';

export function teardownOf(
  contract: SakuraFortigateContract,
  terms: Terms,
  history: History,
  discovered: Discovered,
): Teardown {
  const context: Context = { ...routed(contract, history), terms, history, discovered };
  const steps: Step[] = [
    applyForCancellation(context),
    fileLicenceNotice(context),
    backUp(context),
    ...backUpByPerson(context),
    // A recorded change of order: what lies behind a FortiGate can only be deleted while it still forwards.
    ...deleteLicenceCopies(context, 'behind-a-fortigate'),
    resetFortigate(context),
    ...resetByPerson(context),
    deleteLicenceFile(context),
    ...deleteLicenceCopies(context, 'elsewhere'),
    ...removeDnsRecords(context),
    releaseIps(context),
    destroyServer(context),
    close(context),
  ];
  return { provider: 'sakura-fortigate', route: context.route, steps: inSequence(steps) };
}

/** Every step comes after the one before it; a backup may run at any time, but the reset still waits for it. */
function inSequence(steps: Step[]): Step[] {
  return steps.map((step, index) => {
    const previous = steps[index - 1];
    return previous === undefined ? step : { ...step, after: [previous.id] };
  });
}
