// The Sakura Cloud API behind the executor port. It joins the parts; what is looked at and sent is in the files beside it.
import { recovered } from '../common/call-notes.ts';
import { classify } from '../common/classify.ts';
import type { Executor } from '../port.ts';
import { act } from './act.ts';
import { SAKURA_API } from './command.ts';
import type { LookParts } from './look.ts';
import { observe } from './observe.ts';

/** `zones` are the contract's: absence, copies and sweeps are looked for in all of them. */
export function createSakuraExecutor(parts: LookParts): Executor {
  return {
    name: SAKURA_API,
    observe: (target, ctx) => observe(parts, target, ctx),
    act: (command, ctx) => act(parts, command, ctx),
    classify: (error) => classify(error),
    recover: (_command, notes) => recovered(notes),
  };
}
