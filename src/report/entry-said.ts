// What one entry of a journal says, in one sentence: for the history. Pure.
import type { Entry } from '../journal/entry.ts';
import { counted, instantText, withWeekdays } from './dates.ts';
import { valueText } from './plain-text.ts';

export function entrySaid(entry: Entry): string {
  switch (entry.kind) {
    case 'opened':
      return `${entry.body.contract} (${entry.body.provider}, kaiyaku ${entry.body.toolVersion}) by ${entry.body.by}`;
    case 'amended':
      return `${entry.body.reason} · ${counted(entry.body.changes.length, 'change')} by ${entry.body.by}${signedSaid(entry.body)}`;
    case 'approved':
      return approvedSaid(entry);
    case 'revoked':
      return `${entry.body.approvalId} · ${entry.body.reason} by ${entry.body.by}`;
    case 'waived':
      return `${entry.body.refusal} ${entry.body.about} · ${entry.body.reason} by ${entry.body.by}`;
    case 'requested':
      return `${entry.body.step} by ${entry.body.by}`;
    case 'attested':
      return attestedSaid(entry);
    case 'intended':
      return `${entry.body.effect}${entry.body.irreversible ? ' · irreversible' : ''}${entry.body.approvalId === undefined ? '' : `, under ${entry.body.approvalId}`}`;
    case 'done':
      return `${entry.body.effect}${filesSaid(entry.body.evidence.length)} (entry ${entry.body.intended})`;
    case 'failed':
      return `${entry.body.effect} · ${entry.body.code}: ${entry.body.message} (entry ${entry.body.intended})`;
    case 'settled':
      return `${entry.body.effect} as ${entry.body.as} · ${entry.body.reason} by ${entry.body.by} (entry ${entry.body.intended})`;
    case 'verified':
    case 'found':
      return `${entry.body.effect ?? entry.body.step} · ${entry.body.parts.map((one) => one.part).join(', ')}`;
    case 'held':
    case 'released':
      return `${entry.body.reason} by ${entry.body.by}`;
    case 'closed':
      return `${entry.body.as} · ${entry.body.reason} by ${entry.body.by}`;
  }
}

const signedSaid = ({ signedBy }: { readonly signedBy?: string }): string =>
  signedBy === undefined ? '' : `, signed by ${signedBy}`;

function approvedSaid({ body }: Entry<'approved'>): string {
  const route = body.route === undefined ? '' : `, ${body.route} route`;
  return `${body.approvalId} · ${counted(body.effects.length, 'effect')}${route}, until ${instantText(Date.parse(body.expiresAt))} by ${body.by}${signedSaid(body)}`;
}

function attestedSaid({ body }: Entry<'attested'>): string {
  const facts = Object.entries(body.facts).map(([name, value]) => `${name} ${valueText(value)}`);
  const said = withWeekdays(facts.join(', '));
  return `${body.step}${said === '' ? '' : ` · ${said}`}${filesSaid(body.evidence.length)} by ${body.by}`;
}

const filesSaid = (files: number): string => (files === 0 ? '' : ` · ${counted(files, 'file')} of evidence`);
