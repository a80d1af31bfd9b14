// `apply` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { ANCHOR, BY, FORMAT, JOURNAL, VERBOSE } from '../shared-options.ts';

export const apply: CommandRecord = {
  name: 'apply',
  args: '<contract>',
  what: 'do what is ready, one effect at a time, each proven by looking again',
  options: [
    FORMAT,
    JOURNAL,
    BY,
    VERBOSE,
    ANCHOR,
    { flags: '--until <step>', what: 'stop after this step; an early back-up is asked for this way' },
    { flags: '--dry-run', what: 'decide and report, but do nothing' },
    { flags: '--effects-max <n>', what: 'stop after so many effects' },
  ],
  examples: ['kaiyaku apply fgt-prod.yaml', 'kaiyaku apply fgt-prod.yaml --until back-up'],
  load: () => import('./apply.ts'),
};
