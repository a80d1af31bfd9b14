// `release` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, REASON } from '../shared-options.ts';

export const release: CommandRecord = {
  name: 'release',
  args: '<contract>',
  what: 'lift a hold',
  options: [FORMAT, JOURNAL, BY, REASON],
  examples: ['kaiyaku release fgt-prod.yaml --reason "migration is finished"'],
  load: () => import('./release.ts'),
};
