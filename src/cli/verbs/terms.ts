// `terms`: when it would end and what being late costs; what-if by --accepted-on, --received-on, --told-on. Offline.
import { testClockOf } from '../../base/test-clock.ts';
import { userError } from '../../base/errors.ts';
import { civilDateInJapan, isCivilDate } from '../../calendar/civil-date.ts';
import { NO_HISTORY, type History, type Provider, type WhatIf } from '../../teardown/provider.ts';
import { termsJson, termsText } from '../../report/terms.ts';
import { contractInHand, todayOption } from '../../wiring.ts';
import { textOption, wantsJson, type Given, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path } = withContract(given, io);
  const contract = await contractInHand(path);
  const todayOn = todayOption(textOption(given, 'today')) ?? civilDateInJapan(testClockOf(io.env).nowMs());
  const history = { ...NO_HISTORY, attested: attestedIf(given, contract.provider) };
  const terms = contract.provider.termsOf(contract.content, history, todayOn);
  const view = { contract: contract.name, provider: contract.provider.id, terms, todayOn };
  io.out(wantsJson(given) ? JSON.stringify(termsJson(view), null, 2) : termsText(view, io.style));
  return EXIT.ok;
};

const OPTIONS: Readonly<Record<WhatIf, string>> = {
  acceptedOn: '--accepted-on',
  receivedOn: '--received-on',
  toldOn: '--told-on',
};

/** What the journal would say if what the options ask about had happened. Throws `bad-date` and `not-asked-for` (user). */
function attestedIf(given: Given, provider: Provider): History['attested'] {
  const attested: Record<string, History['attested'][string]> = {};
  for (const [option, flag] of Object.entries(OPTIONS) as [WhatIf, string][]) {
    const on = textOption(given, option);
    if (on === undefined) continue;
    if (!isCivilDate(on)) throw userError('bad-date', `${flag} ${on} is not a date like 2026-12-18`);
    const facts = provider.whatIf?.(option, on);
    if (facts === undefined) throw notAskedFor(flag, provider);
    for (const [step, said] of Object.entries(facts)) attested[step] = { ...attested[step], ...said };
  }
  return attested;
}

const ANY_DAY = '2000-01-01';

function notAskedFor(flag: string, provider: Provider) {
  const asked = (Object.keys(OPTIONS) as WhatIf[]).filter((one) => provider.whatIf?.(one, ANY_DAY) !== undefined);
  return userError('not-asked-for', `the terms of ${provider.id} do not ask for ${flag}`, {
    why: 'sent, received and accepted are three different days; a deadline is met only by the one its rule names',
    next:
      asked.length === 0 ? 'run `kaiyaku terms` without it' : `use ${asked.map((one) => OPTIONS[one]).join(' or ')}`,
  });
}
