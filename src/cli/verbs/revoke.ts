// `revoke`: an approval that is not spent is taken back.
import { userError } from '../../base/errors.ts';
import type { Verb } from '../command.ts';
import { reasonOf, recordOne } from '../recording.ts';

export const verb: Verb = (given, io) => {
  const approvalId = given.args[1] ?? '';
  const reason = reasonOf(given);
  return recordOne(
    given,
    io,
    'revoke',
    ({ run }) => {
      const { approvals } = run.journal.state;
      if (!approvals.has(approvalId))
        throw userError('unknown-approval', `no approval ${approvalId}`, {
          next: `approvals: ${[...approvals.keys()].join(', ') || 'none'}`,
        });
      return { kind: 'revoked', body: { approvalId, reason, by: run.by } };
    },
    'revoked',
  );
};
