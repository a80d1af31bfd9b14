// Editing configurations as text: only what names the address, in the grammar of each server; and what is left to a person.
import { describe, expect, it } from 'vitest';
import { placesOf, renamed } from '../../../src/executors/web-server/address.ts';
import { apacheDirectives } from '../../../src/executors/web-server/apache.ts';
import type { WebServerKind } from '../../../src/executors/web-server/command.ts';
import { matcher } from '../../../src/executors/web-server/config-files.ts';
import { Unbalanced } from '../../../src/executors/web-server/directive.ts';
import { alsoEdits, type Edits, leaveEdits, siteEdits } from '../../../src/executors/web-server/edits.ts';
import { mentionsIn } from '../../../src/executors/web-server/mentions.ts';
import { nginxDirectives } from '../../../src/executors/web-server/nginx.ts';
import { sitesIn } from '../../../src/executors/web-server/sites.ts';
import { timeOf } from '../../../src/executors/web-server/traffic.ts';
import { applied } from '../../../src/executors/machine/replacement.ts';

const OLD = '203.0.113.10';
const NEW = '203.0.113.20';

const fileOf = (server: WebServerKind, text: string) => ({
  path: 'site.conf',
  text,
  directives: server === 'apache' ? apacheDirectives(text) : nginxDirectives(text),
});

function edited(server: WebServerKind, text: string, edits: (file: ReturnType<typeof fileOf>) => Edits) {
  const file = fileOf(server, text);
  const { byFile, problems } = edits(file);
  return { text: applied(text, byFile.get(file) ?? []), problems };
}
const also = (server: WebServerKind, text: string, from = OLD, to = NEW) =>
  edited(server, text, (file) => alsoEdits(mentionsIn([file], from, to), from, to));
const left = (server: WebServerKind, text: string, from = OLD, to = NEW) =>
  edited(server, text, (file) => leaveEdits(mentionsIn([file], from, to), from, to));

const APACHE = `# Listen ${OLD}:80
Listen ${OLD}:80
<IfModule ssl_module>
    Listen ${OLD}:443 https
</IfModule>
Listen 203.0.113.100:80
<VirtualHost ${OLD}:80 192.0.2.1:80>
    ServerName example.jp
    ServerAlias www.example.jp \\
        old.example.jp
</VirtualHost>
`;

const NGINX = `server { listen ${OLD}:80; server_name a.example; }
server {
    listen ${OLD}:443 ssl default_server; # the shop
    listen [2001:db8::10]:443 ssl;
    server_name example.jp www.example.jp;
    # listen ${OLD};
    location / { return 200 "from ${OLD}0; }"; }
}
`;

describe('Apache', () => {
  it('also listens on the other address, and its hosts are bound to both', () => {
    const once = also('apache', APACHE);
    expect(once.text).toBe(
      APACHE.replace(`\nListen ${OLD}:80`, `\nListen ${OLD}:80\nListen ${NEW}:80`)
        .replace(`    Listen ${OLD}:443 https`, `    Listen ${OLD}:443 https\n    Listen ${NEW}:443 https`)
        .replace(`<VirtualHost ${OLD}:80 `, `<VirtualHost ${OLD}:80 ${NEW}:80 `),
    );
    expect(also('apache', once.text).text).toBe(once.text);
  });

  it('leaves the address: alone it is replaced, accompanied it goes', () => {
    const moved = APACHE.replaceAll(new RegExp(`(?<!# Listen )${OLD}(?!0)`, 'g'), NEW);
    expect(left('apache', APACHE)).toEqual({ text: moved, problems: [] });
    expect(left('apache', also('apache', APACHE).text).text).toBe(moved);
    expect(left('apache', moved).text).toBe(moved);
  });

  it('knows IPv6 in brackets, however it is written', () => {
    const text =
      'Listen [2001:DB8:0::10]:80\n<VirtualHost "[2001:db8::10]:80">\n</VirtualHost>\nListen [2001:db8::100]:80\n';
    expect(left('apache', text, '2001:db8::10', '2001:db8::20').text).toBe(
      'Listen [2001:db8::20]:80\n<VirtualHost "[2001:db8::20]:80">\n</VirtualHost>\nListen [2001:db8::100]:80\n',
    );
  });

  it('leaves to a person what only they can decide, and touches no comment', () => {
    const { problems, text } = left('apache', `ProxyPass / http://${OLD}:8080/\nDefine IP ${OLD}\n# ${OLD}\n`);
    expect(problems).toEqual([
      `site.conf, line 1: ProxyPass / http://${OLD}:8080/`,
      `site.conf, line 2: Define IP ${OLD}`,
    ]);
    expect(text).toContain(`# ${OLD}`);
  });

  it('takes out the hosts of a domain whole, and tells of one that serves others too', () => {
    const others = '<VirtualHost *:80>\n  ServerName other.example\n</VirtualHost>\n';
    const out = edited('apache', `${APACHE}${others}`, (file) => siteEdits(sitesIn([file], 'example.jp')));
    expect(out.problems).toEqual([]);
    expect(out.text).toBe(`${APACHE.slice(0, APACHE.indexOf('<VirtualHost'))}${others}`);
    const shared = '<VirtualHost *:80>\n ServerName example.jp\n ServerAlias other.example\n</VirtualHost>\n';
    const kept = edited('apache', shared, (file) => siteEdits(sitesIn([file], 'example.jp')));
    expect(kept).toEqual({ text: shared, problems: [expect.stringContaining('serves other names too')] });
  });

  it.each(['<VirtualHost *:80>\n', '</VirtualHost>\n'])('refuses what does not close: %s', (text) => {
    expect(() => apacheDirectives(text)).toThrow(Unbalanced);
  });
});

describe('nginx', () => {
  it('also listens on the other address, block by block', () => {
    const once = also('nginx', NGINX);
    expect(once.text).toBe(
      NGINX.replace(`server { listen ${OLD}:80;`, `server { listen ${OLD}:80;\nlisten ${NEW}:80;`).replace(
        `ssl default_server;`,
        `ssl default_server;\n    listen ${NEW}:443 ssl default_server;`,
      ),
    );
    expect(also('nginx', once.text).text).toBe(once.text);
  });

  it('leaves the address: alone it is replaced, accompanied it goes', () => {
    const moved = left('nginx', NGINX);
    expect(moved.text).toBe(
      NGINX.replace(`listen ${OLD}:80;`, `listen ${NEW}:80;`).replace(`listen ${OLD}:443`, `listen ${NEW}:443`),
    );
    expect(left('nginx', `server {\n    listen ${OLD}:80;\n    listen ${NEW}:80;\n}\n`).text).toBe(
      `server {\n    listen ${NEW}:80;\n}\n`,
    );
    // Of another server block it does not hold.
    expect(left('nginx', `server { listen ${OLD}:80; }\nserver { listen ${NEW}:80; }\n`).text).toBe(
      `server { listen ${NEW}:80; }\nserver { listen ${NEW}:80; }\n`,
    );
  });

  it('takes out the servers of a domain whole', () => {
    const out = edited('nginx', NGINX, (file) => siteEdits(sitesIn([file], 'example.jp')));
    expect(out.text).toBe(NGINX.split('\n')[0] + '\n');
  });

  it.each(['server {', 'server { listen 80 }', '}', 'listen 80', 'a "b'])('refuses what does not close: %s', (text) => {
    expect(() => nginxDirectives(text)).toThrow(Unbalanced);
  });
});

describe('an address', () => {
  it.each([
    [`${OLD}:80`, 1],
    [`http://${OLD}/`, 1],
    [`${OLD}0`, 0],
    [`1${OLD}`, 0],
    [`${OLD}.1`, 0],
    [`${OLD}/24`, 0],
    [`${OLD} ${OLD}`, 2],
  ])('is named in %s %i times', (text, count) => {
    expect(placesOf(text, OLD)).toHaveLength(count);
    if (count === 1) expect(renamed(text, OLD, NEW)).toBe(text.replace(OLD, NEW));
  });
});

describe('a pattern of an include', () => {
  it.each([
    ['*.conf', 'a.conf', true],
    ['*.conf', '.a.conf', false],
    ['*.conf', 'a.conf.bak', false],
    ['?0-[a-c]*', '10-b.x', true],
    ['?0-[!a-c]*', '10-b.x', false],
    ['.*', '.a.kaiyaku.tmp', true],
    ['*', '.a.conf.kaiyaku.tmp', false],
  ])('%s and %s: %s', (pattern, name, matches) => {
    expect(matcher(pattern)(name)).toBe(matches);
  });
});

describe('the time of a line', () => {
  it.each([
    ['x [27/Nov/2026:15:00:01 +0900] "GET /"', Date.parse('2026-11-27T06:00:01Z')],
    ['2026-11-27T15:00:01+09:00 x', Date.parse('2026-11-27T06:00:01Z')],
    ['no time at all', undefined],
  ])('%s', (line, atMs) => {
    expect(timeOf(line)).toBe(atMs);
  });
});
