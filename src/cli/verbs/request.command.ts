// `request` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL } from '../shared-options.ts';

export const request: CommandRecord = {
  name: 'request',
  args: '<contract> <step>',
  what: 'print the exact text of a person’s step, ready to paste',
  options: [
    FORMAT,
    JOURNAL,
    BY,
    {
      flags: '--form <form>',
      what: 'another form of the text, as the provider has them: bulk (SF11), withdrawal or extension (CL9)',
    },
  ],
  examples: ['kaiyaku request fgt-prod.yaml apply-for-cancellation'],
  load: () => import('./request.ts'),
};
