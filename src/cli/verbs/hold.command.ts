// `hold` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, REASON } from '../shared-options.ts';

export const hold: CommandRecord = {
  name: 'hold',
  args: '<contract>',
  what: 'stop every step until released',
  options: [FORMAT, JOURNAL, BY, REASON],
  examples: ['kaiyaku hold fgt-prod.yaml --reason "migration is late"'],
  load: () => import('./hold.ts'),
};
