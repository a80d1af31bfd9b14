// Power as the providers handle it: a call every 20 s, a look every 5 s. Only `up` is stopped; `cleaning` is not waited for,
// so that a deletion at that moment fails as it does with the real providers.
import { inner, statusOf, word } from '../api.ts';
import { POLL_MS, POWER_TICK_MS, WAIT_LIMIT_MS } from '../limits.ts';
import { until, type Work } from './kind.ts';

async function power(work: Work, id: string): Promise<string> {
  const body = await work.api.call('GET', work.zone, `server/${id}`);
  return word(inner(inner(body, 'Server'), 'Instance'), 'Status');
}

/** Boots and waits until it is up. */
export async function powerOn(work: Work, id: string): Promise<void> {
  await work.wait(POWER_TICK_MS);
  await retried(work, 'PUT', id);
  await until(work, `server ${id} to be up`, async () => ((await power(work, id)) === 'up' ? true : undefined));
}

/** Stops a server that is up and waits until it is down. */
export async function powerOff(work: Work, id: string, force: boolean): Promise<void> {
  if ((await power(work, id)) !== 'up') return;
  const body = force ? { Force: true } : {};
  await work.wait(POWER_TICK_MS);
  await retried(work, 'DELETE', id, body);
  let sinceMs = 0;
  let accepted = false;
  await until(work, `server ${id} to be down`, async () => {
    const now = await power(work, id);
    if (now === 'down') return true;
    sinceMs += POLL_MS;
    if (now === 'up' && !accepted && sinceMs % POWER_TICK_MS === 0) accepted = await sendAgain(work, id, body);
    return undefined;
  });
}

/** Also 409 `still_creating` is only a matter of time. */
async function retried(work: Work, method: string, id: string, body?: unknown): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += POWER_TICK_MS) {
    try {
      await work.api.call(method, work.zone, `server/${id}/power`, body);
      return;
    } catch (error) {
      if (statusOf(error) !== 409 || waitedMs >= WAIT_LIMIT_MS) throw error;
      await work.wait(POWER_TICK_MS);
    }
  }
}

/** A 409 then says that an earlier call was taken. */
async function sendAgain(work: Work, id: string, body: unknown): Promise<boolean> {
  try {
    await work.api.call('DELETE', work.zone, `server/${id}/power`, body);
    return false;
  } catch (error) {
    if (statusOf(error) === 409) return true;
    throw error;
  }
}
