// The order in which a change of plan goes, as a table of contents: each step is one function. Pure: contract, terms and
// history in, steps out. It never decides whether a step may run; the engine does.
// Source: document 003, 1-11 to 1-6; rules FX1–FX7.
import type { Discovered, History } from '../../src/teardown/provider.ts';
import type { Step, Teardown } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { checkInvoice, fileNewPeriods, order, pay, ticketAfterOrder, ticketBeforeOrder } from './before-opening.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import type { Context } from './context.ts';
import { factsOf } from './facts.ts';
import { backUp, close, moveData, oldPlanCancelled, switchDns, unlinkZones, verify } from './moving.ts';

export function teardownOf(
  contract: FlxsrvPlanChangeContract,
  terms: Terms,
  history: History,
  discovered: Discovered,
): Teardown {
  const context: Context = { contract, terms, history, facts: factsOf(history), discovered };
  const steps = [
    ticketBeforeOrder(context),
    order(context),
    ticketAfterOrder(context),
    checkInvoice(context),
    pay(context),
    fileNewPeriods(context),
    unlinkZones(context),
    backUp(context),
    moveData(context),
    switchDns(context),
    verify(context),
    oldPlanCancelled(context),
    close(context),
  ];
  return { provider: 'flxsrv-plan-change', route: 'ordinary', steps: inSequence(steps) };
}

/** Every step comes after the one before it. */
function inSequence(steps: readonly Step[]): Step[] {
  return steps.map((step, index) => {
    const previous = steps[index - 1];
    return previous === undefined ? step : { ...step, after: [previous.id] };
  });
}
