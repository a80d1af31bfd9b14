// `explain`: what a rule or a refusal means, offline, in the source's own words.
import { providers } from '../../../scripts/index.ts';
import { userError } from '../../base/errors.ts';
import { REFUSALS } from '../../base/refusals.ts';
import { WORD_RULES } from '../../engine/gate/rules.ts';
import { wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

interface Explained {
  readonly rule: string;
  readonly title: string;
  readonly text?: string;
  readonly quote?: string;
}

export const verb: Verb = async (given, io) => {
  const all = await everyRule();
  const wanted = given.args[0]?.toLowerCase();
  const found = wanted === undefined ? all : all.filter((one) => one.rule.toLowerCase() === wanted);
  if (found.length === 0)
    throw userError('unknown-rule', `no rule ${given.args[0]}`, { next: 'kaiyaku explain   # lists them' });
  if (wantsJson(given)) io.out(JSON.stringify(wanted === undefined ? found : found[0], null, 2));
  else if (wanted === undefined) io.out(all.map((one) => `${one.rule.padEnd(5)} ${one.title}`).join('\n'));
  else io.out(found.map(fullText).join('\n'));
  return EXIT.ok;
};

const fullText = ({ rule, title, text, quote }: Explained): string =>
  [
    `${rule}  ${title}`,
    ...(text === undefined ? [] : ['', text]),
    ...(quote === undefined ? [] : ['', `「${quote}」`]),
  ].join('\n');

async function everyRule(): Promise<Explained[]> {
  const rules: Explained[] = [];
  for (const one of providers) {
    const { explain } = await one.provider();
    for (const [rule, said] of Object.entries(explain)) rules.push({ rule, ...said });
  }
  for (const { id, title, waivable } of REFUSALS)
    rules.push({
      rule: id,
      title: `kaiyaku refuses ${title}`,
      text: `${waivable ? 'A waiver in the contract file can acknowledge it, naming exactly what: waivers: [{refusal, about, reason, untilOn}].' : 'There is no waiver.'} See docs/refusals.md.`,
    });
  // The gate’s own rules, which no document and no refusal has.
  for (const { id, title, text } of WORD_RULES) rules.push({ rule: id, title, text });
  return rules;
}
