// KAIYAKU_TEST_CLOCK=scaled:<instant>:<factor> makes time pass faster, the same in every process, for tests against
// simulators. What acts on a contract refuses it for any API that is not on loopback (wiring.ts).
import { ScaledClock, realClock, type Clock } from './clock.ts';
import { userError } from './errors.ts';

/** The clock that KAIYAKU_TEST_CLOCK names, or the machine's. */
export function testClockOf(env: Readonly<Record<string, string | undefined>>): Clock {
  const wanted = env['KAIYAKU_TEST_CLOCK'];
  if (wanted === undefined) return realClock;
  const [, startText = '', factorText = ''] = /^scaled:(.+):(\d+)$/.exec(wanted) ?? [];
  const startMs = Date.parse(startText);
  if (Number.isNaN(startMs))
    throw userError('test-clock', `KAIYAKU_TEST_CLOCK=${wanted} is not scaled:INSTANT:FACTOR`, { next: 'unset it' });
  return new ScaledClock(startMs, Number(factorText));
}
