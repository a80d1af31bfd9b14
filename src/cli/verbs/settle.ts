// `settle`: a person's word on an effect in doubt.
import { userError } from '../../base/errors.ts';
import { settledEntry } from '../../engine/settle-by-hand.ts';
import { textOption, type Verb } from '../command.ts';
import { reasonOf, recordOne } from '../recording.ts';

export const verb: Verb = (given, io) => {
  const reason = reasonOf(given);
  const seq = Number(textOption(given, 'entry') ?? NaN);
  const as = textOption(given, 'as');
  if (!Number.isInteger(seq))
    throw userError('entry-needed', 'give --entry SEQ: the entry that plan names as in doubt');
  if (as !== 'done' && as !== 'not-done') throw userError('outcome-needed', 'give --as done or --as not-done');
  return recordOne(given, io, 'settle', ({ run }) => settledEntry(run, seq, as, reason), `settled as ${as}`);
};
