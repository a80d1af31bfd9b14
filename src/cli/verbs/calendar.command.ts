// `calendar` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT, JOURNAL, TODAY } from '../shared-options.ts';

export const calendar: CommandRecord = {
  name: 'calendar',
  args: '[contracts...]',
  what: 'one calendar file (.ics) with every deadline and window; a moved deadline moves its entry',
  options: [
    FORMAT,
    { flags: '-o, --output <file>', what: 'the file, read first and then replaced (default: standard output)' },
    JOURNAL,
    TODAY,
  ],
  examples: ['kaiyaku calendar contracts/ -o deadlines.ics'],
  load: () => import('./calendar.ts'),
};
