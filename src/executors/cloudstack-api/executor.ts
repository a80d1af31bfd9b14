// A CloudStack API behind the executor port. It joins the parts; what is looked at and sent is in the files beside it.
import { recovered } from '../common/call-notes.ts';
import { classify } from '../common/classify.ts';
import type { Executor } from '../port.ts';
import { act } from './act.ts';
import { CLOUDSTACK_API } from './command.ts';
import type { LookParts } from './look.ts';
import { observe } from './observe.ts';

export function createCloudStackExecutor(parts: LookParts): Executor {
  return {
    name: CLOUDSTACK_API,
    observe: (target, ctx) => observe(parts, target, ctx),
    act: (command, ctx) => act(parts, command, ctx),
    classify: (error) => classify(error),
    // An accepted job may still fail: only its end proves that it was carried out.
    recover: (_command, notes) => recovered(notes),
  };
}
