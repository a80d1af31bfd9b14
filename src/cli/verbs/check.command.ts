// `check` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { CHECK_FORMATS, FORMAT, JOURNAL, TODAY, VERBOSE } from '../shared-options.ts';

export const check: CommandRecord = {
  name: 'check',
  args: '<contracts...>',
  what: 'the gate: check contract files, their journals and what is due; offline',
  options: [
    { ...FORMAT, what: 'how the findings are printed', choices: CHECK_FORMATS },
    {
      flags: '--report <format=file>',
      what: 'write them to a file as well (may be given several times)',
      many: true,
    },
    {
      flags: '--fail-on <severity>',
      what: 'from which severity on a finding closes the gate (exit 13)',
      choices: ['error', 'warning', 'never'],
      default: 'error',
    },
    { flags: '--rule <id>', what: 'judge these rules only (may be given several times)', many: true },
    { flags: '--ignore <id>', what: 'leave these rules out (may be given several times)', many: true },
    { flags: '--files-only', what: 'judge the files alone: read no journal, say nothing of dates' },
    {
      flags: '--plan <file>',
      what: 'judge this Terraform plan (terraform show -json PLAN; - is standard input) against one contract',
    },
    {
      flags: '--stage <kind>',
      what: 'with --plan: what the plan is for (default: what is due decides)',
      choices: ['adopt', 'detach', 'delete'],
    },
    JOURNAL,
    TODAY,
    VERBOSE,
  ],
  examples: [
    'kaiyaku check contracts/',
    'kaiyaku check contracts/ --fail-on warning --format github --report sarif=check.sarif',
    'kaiyaku check contracts/ --files-only --ignore held',
    'terraform show -json plan.bin | kaiyaku check fgt-prod.yaml --plan -',
  ],
  load: () => import('./check.ts'),
};
