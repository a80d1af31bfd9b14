// `explain` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT } from '../shared-options.ts';

export const explain: CommandRecord = {
  name: 'explain',
  args: '[rule]',
  what: 'what a rule (SF1…) or a refusal (R01…) means, in the source’s words',
  options: [FORMAT],
  examples: ['kaiyaku explain SF8', 'kaiyaku explain R13'],
  load: () => import('./explain.ts'),
};
