// A CloudStack API behind the executor port. It joins the parts; what is looked at and sent is in the files beside it.
import { type ErrorClass, KaiyakuError } from '../../base/errors.ts';
import type { Executor } from '../port.ts';
import { act, recover } from './act.ts';
import { CLOUDSTACK_API } from './command.ts';
import type { LookParts } from './look.ts';
import { observe } from './observe.ts';

export function createCloudStackExecutor(parts: LookParts): Executor {
  return {
    name: CLOUDSTACK_API,
    observe: (target, ctx) => observe(parts, target, ctx),
    act: (command, ctx) => act(parts, command, ctx),
    classify,
    recover: (_command, notes) => recover(notes),
  };
}

/** By the error's data alone. Whatever carries no class and no rule may have come after the call was sent. */
export function classify(error: unknown): ErrorClass {
  if (!(error instanceof KaiyakuError)) return 'unknown-outcome';
  if (error.detail.class !== undefined) return error.detail.class;
  return error.kind === 'refusal' ? 'permanent' : 'unknown-outcome';
}
