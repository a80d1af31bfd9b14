// `terms` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT, TODAY } from '../shared-options.ts';

export const terms: CommandRecord = {
  name: 'terms',
  args: '<contract>',
  what: 'when it ends, until when to apply, what being late costs; offline',
  options: [
    FORMAT,
    TODAY,
    { flags: '--accepted-on <date>', what: 'what if the application were accepted on this day' },
    { flags: '--received-on <date>', what: 'what if the form were received on this day' },
    { flags: '--told-on <date>', what: 'what if sales were told on this day' },
  ],
  examples: [
    'kaiyaku terms fgt-prod.yaml',
    'kaiyaku terms fgt-prod.yaml --accepted-on 2026-11-21',
    'kaiyaku terms web-ip.yaml --received-on 2027-01-31',
  ],
  load: () => import('./terms.ts'),
};
