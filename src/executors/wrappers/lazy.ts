// An executor that is built when it is first asked: modules, sockets and secrets wait until somebody looks or acts.
import { errorDetail, KaiyakuError } from '../../base/errors.ts';
import type { Executor } from '../port.ts';

/** A factory that fails (a missing secret) makes every look `unknown` and every act a definite no. */
export function lazyExecutor(name: string, build: () => Promise<Executor>): Executor {
  let built: Promise<Executor> | undefined;
  let loaded: Executor | undefined;
  const get = () => {
    built ??= build().then((executor) => (loaded = executor));
    return built;
  };
  return {
    name,
    async observe(target, context) {
      let executor: Executor;
      try {
        executor = await get();
      } catch (error) {
        if (!(error instanceof KaiyakuError)) throw error;
        return { state: 'unknown', error: errorDetail(error), seenAtMs: context.clock.nowMs() };
      }
      return executor.observe(target, context);
    },
    act: async (command, context) => (await get()).act(command, context),
    // Nothing was sent by an executor that could not be built.
    classify: (error) => loaded?.classify(error) ?? 'permanent',
    async recover(command, notes) {
      try {
        return (await (await get()).recover?.(command, notes)) ?? { proves: 'nothing' };
      } catch (error) {
        if (!(error instanceof KaiyakuError)) throw error;
        return { proves: 'nothing' };
      }
    },
    close: async () => loaded?.close?.(),
  };
}
