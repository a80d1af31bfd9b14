// `request`: the exact text of a person's step.
import { surveyOffline } from '../../engine/offline.ts';
import { request } from '../../engine/person.ts';
import { requestJson, requestReport } from '../../report/request.ts';
import { openForWriting } from '../../wiring.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path, options } = withContract(given, io);
  const { run, close } = await openForWriting(path, 'request', options);
  try {
    const text = await request(run, given.args[1] ?? '', textOption(given, 'form'));
    const step = surveyOffline(run).teardown.steps.find((one) => one.id === text.step);
    const view = { contract: run.contract.name, request: text, evidence: step?.evidence ?? [] };
    io.out(wantsJson(given) ? JSON.stringify(requestJson(view), null, 2) : requestReport(view, io.style));
    return EXIT.ok;
  } finally {
    await close();
  }
};
