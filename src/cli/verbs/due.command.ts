// `due` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT, JOURNAL, TODAY } from '../shared-options.ts';

export const due: CommandRecord = {
  name: 'due',
  args: '[contracts...]',
  what: 'what must happen soon, by when and by whom; exit 0 nothing, 10 time, 11 a person, 13 something is late',
  options: [FORMAT, { flags: '--within <days>', what: 'look so many days ahead', default: '14' }, JOURNAL, TODAY],
  examples: ['kaiyaku due', 'kaiyaku due contracts/ --within 30 --format json'],
  load: () => import('./due.ts'),
};
