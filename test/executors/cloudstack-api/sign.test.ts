// The signature against the public vector of CloudStack's own guide, and against the rules that clients get wrong. The
// keys are the guide's, printed there for everybody.
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/base/redact.ts';
import {
  encodeValue,
  expiresText,
  signatureOf,
  signedForm,
  textToSign,
} from '../../../src/executors/cloudstack-api/sign.ts';

const VECTOR = {
  command: 'listUsers',
  response: 'json',
  apikey: 'plgWJfZK4gyS3mOMTVmjUVg-X-jlWlnfaUJ9GAbBbf9EdM-kAYMmAiLqzzq1ElZLYq_u38zCm0bewzGUdP66mg',
};
const secret = new Secret('VDaACYb0LV9eNjTetIOElcVQkvJck_J_QljX_FcHRj87ZKiy0z0ty0ZsYBkoXkY9b7eq1EhwJaw7FF3akA3KBQ');

describe('the signature', () => {
  it('is that of the public vector', () => {
    expect(signatureOf(VECTOR, secret)).toBe('TTpdDq/7j/J58XCRHomKoQXEQds=');
  });

  it('does not depend on the order in which parameters were given', () => {
    const turned = Object.fromEntries(Object.entries(VECTOR).reverse());
    expect(signatureOf(turned, secret)).toBe(signatureOf(VECTOR, secret));
  });

  it('signs everything in lower case, sorted by name', () => {
    expect(textToSign({ name: 'A/B', command: 'listX', 'tags[0].key': 'Ä' })).toBe(
      'command=listx&name=a%2fb&tags[0].key=%c3%84',
    );
  });

  it('refuses names in another case: the two published orders would differ', () => {
    expect(() => textToSign({ volumeIds: '1' })).toThrow(expect.objectContaining({ code: 'parameter-case' }));
  });

  it.each([
    ['a b', 'a%20b'],
    ['*', '*'],
    ["~!'()", '%7E%21%27%28%29'],
    ['.-_', '.-_'],
    ['+', '%2B'],
    ['日', '%E6%97%A5'],
  ])('encodes %s as Java does', (value, encoded) => expect(encodeValue(value)).toBe(encoded));

  it('goes into a form with everything else, encoded once', () => {
    const form = new URLSearchParams(signedForm(VECTOR, secret));
    expect(Object.fromEntries(form)).toEqual({ ...VECTOR, signature: 'TTpdDq/7j/J58XCRHomKoQXEQds=' });
  });

  it('writes expiry in UTC to the second', () => {
    expect(expiresText(Date.UTC(2026, 10, 27, 3, 4, 5, 678))).toBe('2026-11-27T03:04:05Z');
  });
});
