// `attest` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL } from '../shared-options.ts';

export const attest: CommandRecord = {
  name: 'attest',
  args: '<contract> <step>',
  what: 'file what a person did: dates and evidence',
  options: [
    FORMAT,
    JOURNAL,
    BY,
    { flags: '--set <name=value>', what: 'a date or text that the step asks for', many: true },
    { flags: '--file <path>', what: 'evidence; stored beside the journal by its digest', many: true },
    { flags: '--note <text>', what: 'a remark' },
  ],
  examples: [
    'kaiyaku attest fgt-prod.yaml apply-for-cancellation --set sentOn=2026-11-24',
    'kaiyaku attest fgt-prod.yaml file-licence-notice --set endsOn=2026-12-31 --file notice.pdf',
  ],
  load: () => import('./attest.ts'),
};
