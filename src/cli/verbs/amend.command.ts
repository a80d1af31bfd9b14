// `amend` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, REASON, SIGNED } from '../shared-options.ts';

export const amend: CommandRecord = {
  name: 'amend',
  args: '<contract>',
  what: 'record that the contract file (or this version’s teardown) changed',
  options: [FORMAT, JOURNAL, BY, REASON, ...SIGNED],
  examples: ['kaiyaku amend fgt-prod.yaml --reason "archive added to the estate"'],
  load: () => import('./amend.ts'),
};
