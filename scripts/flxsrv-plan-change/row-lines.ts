// The rows of one zone before and after, to tick off, as its export gives them; and what of the export is for a person to
// look at. Pure; a line that could not be read is shown as it stands.
import { userError } from '../../src/base/errors.ts';
import type { RequestKnown } from '../../src/teardown/provider.ts';
import type { FlxsrvDomain, FlxsrvPlanChangeContract } from './contract.ts';
import { changesOf, exportFacts, exportSeen } from './zone-proof.ts';

/** None without an export. Throws `request-incomplete` (user) where its file could not be read. */
export function rowLines(
  contract: FlxsrvPlanChangeContract,
  domain: FlxsrvDomain,
  known: RequestKnown | undefined,
): string[] {
  const seen = exportSeen(domain, known?.seen ?? new Map());
  if (seen?.state === 'unknown')
    throw userError('request-incomplete', `the rows of ${domain.name} cannot be told: ${seen.error.message}`, {
      next: seen.error.next ?? 'look at the file',
    });
  const facts = exportFacts(seen);
  const rows = changesOf(contract, facts);
  if (facts === undefined || rows === undefined) return [];
  const { changes, byHand } = rows;
  return [
    `  変更する行(${changes.length}行):`,
    ...changes.map(({ row, to }) => `  □ ${row.name} ${row.type}  ${row.data}  →  ${to}`),
    ...(byHand.length + facts.unread.length === 0 ? [] : ['  要確認の行:']),
    ...byHand.map(({ row, why }) => `  □ ${row.name} ${row.type}  ${row.data}  (line ${row.line}: ${why})`),
    ...facts.unread.map(({ line, text }) => `  □ ${text}  (line ${line}: not read as a row)`),
  ];
}
