// Every command, in the order of --help. Adding one: two files in verbs/, the record and what it does, and a line here.
import type { CommandRecord } from './command.ts';
import { adopt } from './verbs/adopt.command.ts';
import { amend } from './verbs/amend.command.ts';
import { apply } from './verbs/apply.command.ts';
import { approve } from './verbs/approve.command.ts';
import { attest } from './verbs/attest.command.ts';
import { calendar } from './verbs/calendar.command.ts';
import { check } from './verbs/check.command.ts';
import { close } from './verbs/close.command.ts';
import { completion } from './verbs/completion.command.ts';
import { due } from './verbs/due.command.ts';
import { explain } from './verbs/explain.command.ts';
import { hold } from './verbs/hold.command.ts';
import { open } from './verbs/open.command.ts';
import { plan } from './verbs/plan.command.ts';
import { rehearse } from './verbs/rehearse.command.ts';
import { release } from './verbs/release.command.ts';
import { request } from './verbs/request.command.ts';
import { revoke } from './verbs/revoke.command.ts';
import { schema } from './verbs/schema.command.ts';
import { settle } from './verbs/settle.command.ts';
import { simulate } from './verbs/simulate.command.ts';
import { status } from './verbs/status.command.ts';
import { synth } from './verbs/synth.command.ts';
import { terms } from './verbs/terms.command.ts';
import { verify } from './verbs/verify.command.ts';

export const commands: readonly CommandRecord[] = [
  rehearse,
  open,
  check,
  due,
  calendar,
  synth,
  adopt,
  terms,
  plan,
  approve,
  revoke,
  request,
  attest,
  apply,
  settle,
  amend,
  hold,
  release,
  close,
  status,
  verify,
  simulate,
  schema,
  explain,
  completion(() => commands),
];
