// A strict reader for the XML that we write: elements, attributes in double quotes, text, five entities and character
// references. Whatever else stands there is an error, so that a reader as strict as this one accepts it.
import { expect } from 'vitest';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const NAME = '[A-Za-z_][\\w.-]*';
const TOKEN = new RegExp(
  `<(?<close>/)?(?<name>${NAME})(?<attributes>(?:\\s+${NAME}="[^"<]*")*)\\s*(?<empty>/)?>|(?<text>[^<]+)`,
  'gy',
);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function parseXml(text: string): Element {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(text.startsWith(head)).toBe(true);
  // No XML document may hold these, not even as references.
  expect(text).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  const root: { children: Element[] } = { children: [] };
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [];
  TOKEN.lastIndex = head.length;
  for (let at = head.length; at < text.length; at = TOKEN.lastIndex) {
    const found = TOKEN.exec(text)?.groups;
    if (found === undefined) throw new Error(`no XML at ${at}: ${text.slice(at, at + 40)}`);
    const parent = open.at(-1);
    if (found['text'] !== undefined) {
      if (parent === undefined) expect(found['text'].trim()).toBe('');
      else parent.text += unescaped(found['text']);
      continue;
    }
    if (found['close'] !== undefined) {
      expect(found['name']).toBe(parent?.name);
      open.pop();
      continue;
    }
    const element = {
      name: found['name']!,
      attributes: attributesOf(found['attributes'] ?? ''),
      children: [],
      text: '',
    };
    (parent ?? root).children.push(element);
    if (found['empty'] === undefined) open.push(element);
  }
  expect(open).toEqual([]);
  expect(root.children).toHaveLength(1);
  return root.children[0]!;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w.-]+)="([^"]*)"/gu)) {
    expect(Object.hasOwn(attributes, name!)).toBe(false);
    attributes[name!] = unescaped(value!);
  }
  return attributes;
}

function unescaped(text: string): string {
  return text.replace(/&([^;\s]*);?/gu, (whole, name: string) => {
    const code = /^#(\d+)$/u.exec(name)?.[1];
    const character = code === undefined ? ENTITIES[name] : String.fromCodePoint(Number(code));
    if (character === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`);
    return character;
  });
}
