// `approve` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { BY, FORMAT, JOURNAL, SIGNED } from '../shared-options.ts';

export const approve: CommandRecord = {
  name: 'approve',
  args: '<contract>',
  what: 'approve what cannot be undone, after seeing it',
  options: [
    FORMAT,
    JOURNAL,
    BY,
    { flags: '--step <id>', what: 'the steps to approve (default: what waits for an approval now)', many: true },
    { flags: '--all', what: 'every irreversible effect that is left' },
    {
      flags: '--route <route>',
      what: 'disk: the device cannot be reset; its disk is deleted instead (SF8, route D); of several those that do not answer, or disk:SERIAL,…',
    },
    { flags: '--plan <digest>', what: 'refuse when the plan is no longer the one that was read' },
    { flags: '--hours <n>', what: 'how long the approval holds' },
    { flags: '--confirm <name>', what: 'the contract’s name, instead of typing it' },
    ...SIGNED,
  ],
  examples: [
    'kaiyaku approve fgt-prod.yaml',
    'kaiyaku approve fgt-prod.yaml --step reset-fortigate --confirm fgt-prod',
    'kaiyaku approve fgt-prod.yaml --route disk',
  ],
  load: () => import('./approve.ts'),
};
