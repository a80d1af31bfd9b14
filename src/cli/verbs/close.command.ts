// `close` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, REASON } from '../shared-options.ts';

export const close: CommandRecord = {
  name: 'close',
  args: '<contract>',
  what: 'sweep the account once more; or close a contract that does not end this way',
  options: [
    FORMAT,
    JOURNAL,
    BY,
    REASON,
    {
      flags: '--as <outcome>',
      what: 'why it is closed',
      choices: ['completed', 'withdrawn', 'superseded', 'abandoned'],
      default: 'completed',
    },
    { flags: '--confirm <name>', what: 'the contract’s name, instead of typing it' },
  ],
  examples: [
    'kaiyaku close fgt-prod.yaml',
    'kaiyaku close fgt-prod.yaml --as superseded --reason "moved to a new contract"',
  ],
  load: () => import('./close.ts'),
};
