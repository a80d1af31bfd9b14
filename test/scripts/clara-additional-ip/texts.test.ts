// Every text as it is printed, whole, for each example: reviewed like code. And what is refused, because it would be asked back.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ClaraContract } from '../../../scripts/clara-additional-ip/contract.ts';
import { explain } from '../../../scripts/clara-additional-ip/explain.ts';
import { orderOf } from '../../../scripts/clara-additional-ip/order.ts';
import { requestText } from '../../../scripts/clara-additional-ip/request-texts.ts';
import { termsOf } from '../../../scripts/clara-additional-ip/terms.ts';
import { NO_HISTORY } from '../../../src/teardown/provider.ts';
import { bare, domain, example, two } from './contracts.ts';

const whole = ({ step, title, how, text }: ReturnType<typeof requestText>) =>
  `## ${step}: ${title}\n\n${how}\n\n${text}\n`;
function known(contract: ClaraContract, facts: Record<string, string>, todayOn = '2027-02-01') {
  const attested = { 'cancellation-form': facts };
  return { terms: termsOf(contract, attested, todayOn), history: { ...NO_HISTORY, attested }, todayOn };
}
const accepted = { sentOn: '2027-01-25', arrivedOn: '2027-01-25', endsOn: '2027-02-28' };
const FORM = 'cancellation-form';

describe('requests', () => {
  it.each(readdirSync('examples/clara-additional-ip').map((file) => file.replace('.yaml', '')))('%s', async (name) => {
    const contract = example(name);
    const texts = orderOf(contract).map(({ id }) => whole(requestText(contract, id)));
    await expect(texts.join('\n')).toMatchFileSnapshot(`../../golden/request/clara-additional-ip/${name}.txt`);
  });

  it('of every other kind of domain', async () => {
    const domains = [
      domain({ name: 'move-b.com', primaryDns: 'other-company', hostRegistered: true, hostNames: ['ns1.move-b.com'] }),
      domain({
        name: 'delete-a.net',
        fate: 'delete',
        hostRegistered: true,
        hostNames: ['ns.delete-a.net'],
        abolish: true,
        registrar: 'clara',
      }),
      domain({ name: 'delete-c.tokyo', fate: 'delete', primaryDns: 'provider' }),
    ];
    const contract = bare({ domains, panel: 'webmin' });
    const texts = orderOf(contract).map(({ id }) => whole(requestText(contract, id)));
    const panels = whole(requestText(bare({ domains, panel: 'plesk' }), 'delete:delete-a.net'));
    await expect([...texts, panels].join('\n')).toMatchFileSnapshot(
      '../../golden/request/clara-additional-ip/other-domains.txt',
    );
  });

  it('of an extension or a withdrawal name the accepted end (CL9)', async () => {
    const contract = two({ extension: { untilMonth: '2027-04' }, withdrawal: { reason: '移行作業の延期のため' } });
    const texts = ['extension', 'withdrawal'].map((name) =>
      whole(requestText(contract, FORM, name, known(contract, accepted))),
    );
    expect(texts[0]).toContain('延長希望日:2027年4月末日');
    expect(texts[0]).toContain('受理済解約日:2027年2月28日');
    await expect(texts.join('\n')).toMatchFileSnapshot('../../golden/request/clara-additional-ip/afterwards.txt');
  });

  const wish = { extension: { untilMonth: '2027-04' }, withdrawal: { reason: 'x' } };
  const { endsOn: _, ...arrived } = accepted;
  it.each<[string, () => unknown, string]>([
    ['who cancels', () => requestText(two({ contact: undefined }), FORM), 'request-incomplete'],
    ['a seal', () => requestText(two({ seal: undefined }), FORM), 'request-incomplete'],
    ['a seal that is taken', () => requestText(two({ seal: 'staff' }), FORM), 'request-incomplete'],
    [
      'a legal form under the company’s seal',
      () => requestText(two({ contact: { company: 'エグザンプル', person: 'x', registered: true } }), FORM),
      'request-incomplete',
    ],
    [
      'the records',
      () => requestText(bare({ domains: [domain({ primaryDns: 'provider', records: [] })] }), 'change:example.jp'),
      'request-incomplete',
    ],
    [
      'the host names',
      () => requestText(bare({ domains: [domain({ hostRegistered: true })] }), 'host-objects:example.jp'),
      'request-incomplete',
    ],
    ['a reason', () => requestText(two(), FORM, 'withdrawal', known(two(), accepted)), 'request-incomplete'],
    ['a month', () => requestText(two(), FORM, 'extension', known(two(), accepted)), 'request-incomplete'],
    [
      'an accepted end: a computed one will not do',
      () => requestText(two(wish), FORM, 'extension', known(two(), arrived)),
      'request-incomplete',
    ],
    ['anything known', () => requestText(two(wish), FORM, 'withdrawal'), 'request-incomplete'],
    [
      'a registered contact',
      () => {
        const contact = { ...two().contact!, registered: false };
        return requestText(two({ ...wish, contact }), FORM, 'withdrawal', known(two(), accepted));
      },
      'request-incomplete',
    ],
    [
      'an end that lies ahead',
      () => requestText(two(wish), FORM, 'extension', known(two(), accepted, '2027-03-01')),
      'request-not-needed',
    ],
    ['a step', () => requestText(two(), 'verify:example.com'), 'request-unknown'],
    ['a form', () => requestText(two(), FORM, 'bulk'), 'request-unknown'],
    ['a form of a domain', () => requestText(two(), 'verify:example.jp', 'withdrawal'), 'request-unknown'],
  ])('are refused without %s', (_case, print, code) => {
    expect(print).toThrowError(expect.objectContaining({ code, kind: 'user' }));
  });

  it('never tell to delete a zone that is to be changed (CL3)', () => {
    expect(requestText(two(), 'secondary-zone:example.jp').text).toContain('削除はしない');
    const gone = bare({ domains: [domain({ fate: 'delete' })] });
    expect(requestText(gone, 'secondary-zone:example.jp').text).toContain('ゾーンを削除する');
  });
});

it('every rule is explained, with title, text and the provider’s words', () => {
  expect(Object.keys(explain)).toEqual(Array.from({ length: 10 }, (_, at) => `CL${at + 1}`));
  for (const { title, text, quote, section } of Object.values(explain)) {
    expect(title.length).toBeGreaterThan(20);
    expect(text.length).toBeGreaterThan(80);
    expect(quote).toMatch(/[ぁ-ん年]/);
    expect(section.length).toBeGreaterThan(3);
  }
});
