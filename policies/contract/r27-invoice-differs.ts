// R27: an invoice that the terms do not give is not paid before the provider has said why. The finding names the reading that
// gives it, where there is one.
import type { Policy } from '../../src/teardown/policy.ts';

export const invoiceDiffers: Policy = {
  refusal: 'R27',
  check({ terms: { billed } }) {
    if (billed === undefined || billed.explained || billed.expected.some(({ yen }) => yen === billed.yen)) return [];
    const given = billed.expected.map(({ yen, reading }) => `${yen} yen (${reading})`).join(', or ');
    const others = billed.others.filter(({ yen }) => yen === billed.yen).map(({ reading }) => reading);
    const matches =
      others.length === 0
        ? 'no reading of the terms gives it'
        : `it is what another reading gives: ${others.join('; or ')}`;
    return [
      {
        refusal: 'R27',
        severity: 'error',
        what: `the invoice asks for ${billed.yen} yen, and the terms give ${given}; ${matches}`,
        why: `${billed.rule}: the invoice is the truth only when the provider stands by it; what is paid is not given back`,
        next: `ask the provider; then kaiyaku attest CONTRACT ${billed.step} --set explanation=…, or correct the contract and kaiyaku amend CONTRACT`,
        about: billed.step,
      },
    ];
  },
};
