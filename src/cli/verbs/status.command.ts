// `status` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT, JOURNAL, VERBOSE } from '../shared-options.ts';

export const status: CommandRecord = {
  name: 'status',
  args: '[contracts...]',
  what: 'what has happened, from the journals alone; offline and fast',
  options: [FORMAT, JOURNAL, VERBOSE],
  examples: ['kaiyaku status', 'kaiyaku status fgt-prod.yaml --format json'],
  load: () => import('./status.ts'),
};
