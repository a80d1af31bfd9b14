// An executor that can look and cannot act: what `plan` is given, so that a stray act is a bug and never an effect.
import { bugError } from '../../base/errors.ts';
import { type Executor, targetKey } from '../port.ts';
import { around } from './around.ts';

/** The same executor; `act` throws bug `act-in-plan` before anything is sent. */
export function readOnly(executor: Executor): Executor {
  return around(executor, {
    act: ({ verb, target }) =>
      Promise.reject(
        bugError('act-in-plan', `${executor.name} was to ${verb} ${targetKey(target)} while only looking was allowed`),
      ),
  });
}
