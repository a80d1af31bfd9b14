// The common part of every wrapper: the same executor with some of its functions replaced. It adds nothing of its own.
import type { Executor } from '../port.ts';

/** `recover` and `close` are there exactly when the executor has them: their absence means something. */
export function around(
  executor: Executor,
  replaced: Partial<Pick<Executor, 'observe' | 'act' | 'classify'>>,
): Executor {
  return {
    name: executor.name,
    observe: (target, ctx) => executor.observe(target, ctx),
    act: (command, ctx) => executor.act(command, ctx),
    classify: (error) => executor.classify(error),
    ...(executor.recover === undefined ? {} : { recover: (command, notes) => executor.recover!(command, notes) }),
    ...(executor.close === undefined ? {} : { close: () => executor.close!() }),
    ...replaced,
  };
}
