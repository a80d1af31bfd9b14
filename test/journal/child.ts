// The process that lock and crash tests start and kill. Prints one line a thing that it has done:
//   hold DIR           opens the journal, prints `held`, and waits until its input ends
//   create DIR         creates it, prints `created`
//   append DIR COUNT   opens it and appends, printing `acked SEQ` after each; `error CODE` and the next error at a failure
import { realClock } from '../../src/base/clock.ts';
import { errorDetail } from '../../src/base/errors.ts';
import { FileJournalStore } from '../../src/journal/file-store.ts';
import { CONTRACT, openedBody } from './entries.ts';

const [verb, journalDir, count] = process.argv.slice(2) as [string, string, string | undefined];
const store = new FileJournalStore({ journalDir, contract: CONTRACT, clock: realClock });
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  if (verb === 'create') {
    const session = await store.create(openedBody, 'kaiyaku open');
    say('created');
    await session.close();
  } else {
    const session = await store.open(`kaiyaku ${verb}`);
    say('held');
    for (let n = 0; n < Number(count ?? '0'); n += 1) {
      const entry = await session.append({ kind: 'held', body: { reason: `reason ${n} `.repeat(20), by: 'child' } });
      say(`acked ${entry.seq}`);
    }
    if (verb === 'hold') for await (const _ of process.stdin);
    await session.close();
  }
  say('closed');
} catch (error) {
  say(`error ${errorDetail(error).code}`);
  process.exitCode = errorDetail(error).exitCode ?? 1;
}
