// `revoke` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, REASON } from '../shared-options.ts';

export const revoke: CommandRecord = {
  name: 'revoke',
  args: '<contract> <approval>',
  what: 'take an approval back before it is spent',
  options: [FORMAT, JOURNAL, BY, REASON],
  examples: ['kaiyaku revoke fgt-prod.yaml A-1f3a90bc --reason "wrong month"'],
  load: () => import('./revoke.ts'),
};
