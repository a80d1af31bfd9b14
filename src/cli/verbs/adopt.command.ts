// `adopt` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT } from '../shared-options.ts';

export const adopt: CommandRecord = {
  name: 'adopt',
  args: '[contract]',
  what: 'an estate out of a Terraform state; with a contract: has that state let go of it? offline',
  options: [
    FORMAT,
    { flags: '--state <file>', what: 'what `terraform show -json` printed, of either Sakura Cloud provider' },
    { flags: '--server <name>', what: 'a server to take over, by name or id (default: all)', many: true },
    { flags: '--removed', what: 'print the `removed` blocks for the repository that owns the state' },
    { flags: '--empty', what: 'the state is the right one although it holds nothing' },
  ],
  examples: [
    'kaiyaku adopt --state state.json --server fgt-prod-01 > estate.yaml',
    'kaiyaku adopt --state state.json --server fgt-prod-01 --removed > removed.tf',
    'kaiyaku adopt fgt-prod --state state-after.json',
  ],
  load: () => import('./adopt.ts'),
};
