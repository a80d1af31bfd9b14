// `plan` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { ANCHOR, FORMAT, JOURNAL, TODAY, VERBOSE } from '../shared-options.ts';

export const plan: CommandRecord = {
  name: 'plan',
  args: '<contract>',
  what: 'look at the world and show what would happen; changes nothing',
  options: [
    FORMAT,
    JOURNAL,
    TODAY,
    VERBOSE,
    ANCHOR,
    {
      flags: '--detailed-exitcode',
      what: 'exit 10–16 instead of 0 where something is waiting, refused or left to do',
    },
  ],
  examples: ['kaiyaku plan fgt-prod.yaml', 'kaiyaku plan fgt-prod.yaml --today 2026-12-15 --verbose'],
  load: () => import('./plan.ts'),
};
