// `open` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL } from '../shared-options.ts';

export const open: CommandRecord = {
  name: 'open',
  args: '<contract>',
  what: 'create the journal of a contract, and write its id into the file',
  options: [FORMAT, JOURNAL, BY],
  examples: ['kaiyaku open contracts/fgt-prod.yaml'],
  load: () => import('./open.ts'),
};
