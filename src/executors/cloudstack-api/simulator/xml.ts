// The API's default form of an answer, for clients that do not ask for JSON. Only as much of XML as that needs.

/** An answer as XML: lists repeat their element. */
export function asXml(name: string, body: unknown): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element(name, body)}`;
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, one]) => element(key, one))
          .join('')
      : escaped(typeof value === 'string' ? value : JSON.stringify(value));
  return `<${name}>${inner}</${name}>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
