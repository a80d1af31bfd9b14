// The options of `check` about a Terraform plan, apart from what they do: `--help` loads no more than their words.
import type { OptionRecord } from './command.ts';

/** `--plan` and `--stage`. */
export const PLAN_OPTIONS: readonly OptionRecord[] = [
  {
    flags: '--plan <file>',
    what: 'judge this Terraform plan (terraform show -json PLAN; - is standard input) against one contract',
  },
  {
    flags: '--stage <kind>',
    what: 'with --plan: what the plan is for (default: what is due decides)',
    choices: ['adopt', 'detach', 'delete'],
  },
];
