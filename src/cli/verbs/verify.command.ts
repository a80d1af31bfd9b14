// `verify` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { ANCHOR, FORMAT, JOURNAL } from '../shared-options.ts';

export const verify: CommandRecord = {
  name: 'verify',
  args: '<contract>',
  what: 'check the journal’s chain and hash the evidence again',
  options: [FORMAT, JOURNAL, ANCHOR, { flags: '--history', what: 'list the entries' }],
  examples: ['kaiyaku verify fgt-prod.yaml', 'kaiyaku verify fgt-prod.yaml --anchor 41:3f6c…'],
  load: () => import('./verify.ts'),
};
