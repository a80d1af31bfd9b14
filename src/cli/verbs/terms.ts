// `terms`: when it would end and what being late costs; what-if by --accepted-on. Offline.
import { testClockOf } from '../../base/test-clock.ts';
import { userError } from '../../base/errors.ts';
import { civilDateInJapan, isCivilDate } from '../../calendar/civil-date.ts';
import { NO_HISTORY } from '../../teardown/provider.ts';
import { termsJson, termsText } from '../../report/terms.ts';
import { contractInHand, todayOption } from '../../wiring.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const { path } = withContract(given, io);
  const contract = await contractInHand(path);
  const todayOn = todayOption(textOption(given, 'today')) ?? civilDateInJapan(testClockOf(io.env).nowMs());
  const acceptedOn = textOption(given, 'acceptedOn');
  if (acceptedOn !== undefined && !isCivilDate(acceptedOn))
    throw userError('bad-date', `--accepted-on ${acceptedOn} is not a date like 2026-12-18`);
  const history =
    acceptedOn === undefined ? NO_HISTORY : { ...NO_HISTORY, attested: { 'apply-for-cancellation': { acceptedOn } } };
  const terms = contract.provider.termsOf(contract.content, history, todayOn);
  const view = { contract: contract.name, provider: contract.provider.id, terms, todayOn };
  io.out(wantsJson(given) ? JSON.stringify(termsJson(view), null, 2) : termsText(view, io.style));
  return EXIT.ok;
};
