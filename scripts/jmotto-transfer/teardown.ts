// The order in which a J-MOTTO contract ends, as a table of contents: each step is one function. Pure: contract, terms and
// history in, steps out. It never decides whether a step may run; the engine does. The new server and the form go side by side.
// Source: document 004; rules JM1–JM9.
import type { History } from '../../src/teardown/provider.ts';
import type { Teardown } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import type { JmottoTransferContract } from './contract.ts';
import type { Context } from './context.ts';
import { factsOf } from './facts.ts';
import {
  groupwareForm,
  handOverToNewHost,
  prepareNewServer,
  receiveZoneAndAuthcode,
  withdrawalForm,
} from './leaving.ts';
import { backUp, bookSwitch, close, copyData, parallelRunning, switchDns, transferDomain, verify } from './moving.ts';

export function teardownOf(contract: JmottoTransferContract, terms: Terms, history: History): Teardown {
  const context: Context = { contract, terms, facts: factsOf(history) };
  return {
    provider: 'jmotto-transfer',
    route: 'ordinary',
    steps: [
      prepareNewServer(context),
      withdrawalForm(context),
      ...groupwareForm(context),
      receiveZoneAndAuthcode(context),
      handOverToNewHost(context),
      transferDomain(context),
      backUp(context),
      copyData(context),
      bookSwitch(context),
      switchDns(context),
      parallelRunning(context),
      verify(context),
      close(context),
    ],
  };
}
