// `settle` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, REASON } from '../shared-options.ts';

export const settle: CommandRecord = {
  name: 'settle',
  args: '<contract>',
  what: 'say what became of an effect in doubt, after looking by hand',
  options: [
    FORMAT,
    JOURNAL,
    BY,
    REASON,
    { flags: '--entry <seq>', what: 'the journal entry in doubt (plan names it)' },
    { flags: '--as <outcome>', what: 'what you saw', choices: ['done', 'not-done'] },
  ],
  examples: ['kaiyaku settle fgt-prod.yaml --entry 17 --as done --reason "console shows the login of a new unit"'],
  load: () => import('./settle.ts'),
};
