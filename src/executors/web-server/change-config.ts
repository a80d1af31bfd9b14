// The one way in which a configuration changes: tested by the server itself before and after, kept as it was, told, and put back
// where any of that fails.
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import { changing, told } from '../machine/change-notes.ts';
import { type Edited, keepBefore, tell, writeAll } from '../machine/change-files.ts';
import type { Machine } from '../machine/machine.ts';
import { applied } from '../machine/replacement.ts';
import type { ActContext, Receipt } from '../port.ts';
import type { ServerCommands, WebServerKind } from './command.ts';
import type { Edits } from './edits.ts';
import { LINES_IN_FACTS_MAX, SERVER_TIMEOUT_MS } from './limits.ts';

export interface ConfigChange extends ServerCommands {
  readonly server: WebServerKind;
  readonly edits: Edits;
}

/** Throws provider errors with their class; after one that is `permanent` the files are as they were. */
export async function changeConfig(machine: Machine, wanted: ConfigChange, ctx: ActContext): Promise<Receipt> {
  const { server, edits, test, reload } = wanted;
  if (edits.problems.length > 0) throw byHand(edits.problems);
  await requireValid(machine, wanted, 'before anything is changed');
  const files = [...edits.byFile].map(([{ path, text }, own]): Edited => ({
    path,
    before: text,
    after: applied(text, own),
  }));
  const diff = files.flatMap(diffOf);
  const facts = {
    files: files.map(({ path }) => path),
    diff: diff.slice(0, LINES_IN_FACTS_MAX),
    diffLines: diff.length,
  };
  const evidence = await keepBefore(files, ctx);
  evidence.push(await ctx.evidence.put(`${server}.diff`, Buffer.from(`${diff.join('\n')}\n`, 'latin1')));
  await ctx.note(changing(facts));
  await writeAll(machine, files, ctx, () => requireValid(machine, { server, test }, 'with the edit'));
  ctx.fault();
  ctx.progress(`reloading ${server}`);
  await tell(machine, files, { argv: reload, timeoutMs: SERVER_TIMEOUT_MS, server });
  await ctx.note(told(true));
  return { facts: { ...facts, reloaded: true }, evidence };
}

const byHand = (problems: readonly string[]): KaiyakuError =>
  providerError('web-config-by-hand', `no edit may decide this: ${problems.join('; ')}`, {
    class: 'permanent',
    next: 'change these places by hand, then run apply again',
  });

async function requireValid(
  machine: Machine,
  { server, test }: Pick<ConfigChange, 'server' | 'test'>,
  when: string,
): Promise<void> {
  const { ended, exitCode, said } = await machine.run(test, { timeoutMs: SERVER_TIMEOUT_MS });
  if (ended === 'exited' && exitCode === 0) return;
  throw providerError('web-config-not-valid', `${machine.name}: ${server} refuses its configuration ${when}: ${said}`, {
    class: 'permanent',
    next: 'mend the configuration by hand, then run apply again',
  });
}

/** Lines that go and lines that come, with the file; lines that both have are left out at both ends of each run. */
function diffOf({ path, before, after }: Edited): string[] {
  const [old, next] = [before.split('\n'), after.split('\n')];
  const lines: string[] = [`--- ${path}`];
  let [left, right] = [0, 0];
  while (left < old.length || right < next.length) {
    if (old[left] === next[right]) {
      left += 1;
      right += 1;
      continue;
    }
    const stays = next.indexOf(old[left] ?? '', right);
    const comes = old.indexOf(next[right] ?? '', left);
    if (left < old.length && (stays < 0 || (comes >= 0 && comes - left <= stays - right)))
      lines.push(`-${old[left++]}`);
    else lines.push(`+${next[right++]}`);
  }
  return lines;
}
