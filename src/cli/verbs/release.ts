// `release`: lifts a hold.
import { userError } from '../../base/errors.ts';
import type { Verb } from '../command.ts';
import { reasonOf, recordOne } from '../recording.ts';

export const verb: Verb = (given, io) => {
  const reason = reasonOf(given);
  return recordOne(
    given,
    io,
    'release',
    ({ run }) => {
      if (run.journal.state.held === undefined) throw userError('not-held', `${run.contract.name} is not held`);
      return { kind: 'released', body: { reason, by: run.by } };
    },
    'released',
  );
};
