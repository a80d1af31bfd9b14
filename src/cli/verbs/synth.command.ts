// `synth` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT, JOURNAL } from '../shared-options.ts';

export const synth: CommandRecord = {
  name: 'synth',
  args: '<contract>',
  what: 'write the Terraform JSON (CDKTF) of what the contract still has; nothing in it can be deleted by it; offline',
  options: [
    FORMAT,
    { flags: '--out <dir>', what: 'the folder, the owner’s alone (default: cdktf.out/stacks/CONTRACT)' },
    {
      flags: '--provider-version <version>',
      what: '2: sacloud/sakuracloud (default); 3: sacloud/sakura',
      choices: ['2', '3'],
    },
    {
      flags: '--stage <which>',
      what: 'instead, to look at only: what engine: terraform is given for the coming deletion, or why there is none',
      choices: ['next'],
    },
    JOURNAL,
  ],
  examples: [
    'kaiyaku synth fgt-prod',
    'kaiyaku synth fgt-prod --provider-version 3 --out terraform/fgt-prod',
    'kaiyaku synth fgt-prod --stage next',
  ],
  load: () => import('./synth.ts'),
};
