// `hold`: nothing is carried out until `release`.
import type { Verb } from '../command.ts';
import { reasonOf, recordOne } from '../recording.ts';

export const verb: Verb = (given, io) => {
  const reason = reasonOf(given);
  return recordOne(given, io, 'hold', ({ run }) => ({ kind: 'held', body: { reason, by: run.by } }), 'held');
};
