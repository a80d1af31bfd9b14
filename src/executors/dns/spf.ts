// Where an SPF policy leads: includes, redirects, hosts and mail servers. It does not evaluate the policy for a sender; it
// looks for every way in which the policy could name an address.
import { nameOf } from './packet.ts';
import type { Lead } from './lead.ts';

const TERM = /^[+\-~?]?(include|redirect|a|mx|exists|ptr)(?:[:=]([^/]*))?(\/.*)?$/i;

/** `untold` are terms that depend on the sender, or that widen a host to a range. */
export function spfLeads(owner: string, text: string): { leads: Lead[]; untold: string[] } {
  if (!/^v=spf1(?:\s|$)/i.test(text)) return { leads: [], untold: [] };
  const leads: Lead[] = [];
  const untold: string[] = [];
  for (const term of text.split(/\s+/).slice(1)) {
    const [, word = '', domain, range] = TERM.exec(term) ?? [];
    if (word === '') continue;
    const mechanism = word.toLowerCase();
    const depends = mechanism === 'exists' || mechanism === 'ptr' || (domain ?? '').includes('%');
    if (depends || range !== undefined) untold.push(`SPF term ${term} of ${owner}`);
    // Without a domain it is the owner's own name, which is read anyway.
    if (depends || domain === undefined || domain === '') continue;
    const kind = mechanism === 'a' ? 'address' : mechanism === 'mx' ? 'mail' : 'text';
    leads.push({ name: nameOf(domain), kind });
  }
  return { leads, untold };
}
