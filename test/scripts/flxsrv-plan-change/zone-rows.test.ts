// Which rows of a zone are changed, to what, and which are left to a person.
import { describe, expect, it } from 'vitest';
import { namesOf, rowsToChange, wantedRows } from '../../../scripts/flxsrv-plan-change/zone-rows.ts';

const rows = (...texts: string[]) =>
  texts.map((text, at) => {
    const [name = '', type = '', ...data] = text.split(' ');
    return { name, type, data: data.join(' '), line: at + 1 };
  });
const from = '192.0.2.10';
const to = '198.51.100.20';
const changed = (...texts: string[]) => {
  const { changes, byHand } = rowsToChange(rows(...texts), { from, to });
  return {
    changes: changes.map((one) => `${one.row.name} ${one.row.type} ${one.to}`),
    byHand: byHand.map(({ row }) => row.line),
  };
};

describe('rows to change', () => {
  it('are those of the whole address, and SPF terms of it alone', () => {
    expect(
      changed(
        'example.jp A 192.0.2.10',
        'www.example.jp A 192.0.2.100',
        'example.jp TXT v=spf1 +ip4:192.0.2.10 ip4:192.0.2.10/32 ip4:192.0.2.100 mx -all',
        'example.jp MX 10 www.example.jp.',
      ),
    ).toEqual({
      changes: [
        'example.jp A 198.51.100.20',
        'example.jp TXT v=spf1 +ip4:198.51.100.20 ip4:198.51.100.20/32 ip4:192.0.2.100 mx -all',
      ],
      byHand: [],
    });
  });

  it('what names it otherwise is for a person: notes, ranges, other types', () => {
    expect(
      changed(
        'example.jp TXT moved from 192.0.2.10 in May',
        'example.jp TXT v=spf1 ip4:192.0.2.0/24 -all',
        'example.jp SPF v=spf1 ip4:192.0.2.10 -all',
        'a.example.jp TXT nothing of it',
      ),
    ).toEqual({ changes: [], byHand: [1, 2, 3] });
  });

  it('an IPv6 address in any spelling; never a row of the other family', () => {
    const found = rowsToChange(rows('a AAAA 2001:DB8:0::10', 'b TXT v=spf1 ip6:2001:db8::10 -all'), {
      from: '2001:db8::10',
      to: '2001:db8::20',
    });
    expect(found.changes.map((one) => one.to)).toEqual(['2001:db8::20', 'v=spf1 ip6:2001:db8::20 -all']);
    const crossed = rowsToChange(rows('example.jp A 192.0.2.10'), { from, to: '2001:db8::20' });
    expect([crossed.changes.length, crossed.byHand.length]).toEqual([0, 1]);
  });

  it('are what servers have to serve; every name is asked once', () => {
    const all = rows(
      'example.jp A 192.0.2.10',
      'example.jp TXT v=spf1 ip4:192.0.2.10 -all',
      'www.example.jp A 192.0.2.9',
    );
    expect(wantedRows(rowsToChange(all, { from, to }))).toEqual([
      { name: 'example.jp', type: 'A', data: to },
      { name: 'example.jp', type: 'TXT', data: `v=spf1 ip4:${to} -all` },
    ]);
    expect(namesOf(all)).toEqual(['example.jp', 'www.example.jp']);
  });
});
