// Which rules guard which step, written a second time and by hand: a guard that a step loses is missed by the tests, and one
// that it gains has to be written down. Parts of a step (`return-notice:G1005001`) stand under the step's own name.

/** Provider to step to its guards. */
export const GUARDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  altus: {
    'return-notice': 'R20',
    // R29 with a `registry` section.
    'cancel-domains': 'R20 R29',
    'delete-plesk-licences': 'R20 R21',
    // By a person R20 and R21, by the API all of them; R13 with a `dns` section.
    'release-addresses': 'R01 R04 R06 R07 R13 R17 R20 R21 R26',
    'destroy-servers': 'R01 R04 R06 R07 R17 R20 R21 R26',
    'expunge-servers': 'R01 R06 R07 R17 R20 R21 R26',
  },
  'clara-additional-ip': {
    'cancellation-form': 'R02 R20',
    // By a person R20 alone, in Plesk all of them; R28 where the contract says how to tell, or kaiyaku works on the server.
    delete: 'R04 R07 R11 R17 R20 R26 R28',
    'back-up': 'R07',
    'lower-ttl': 'R28',
    change: 'R07 R17 R20 R26 R28',
    'address-unused': 'R07',
    'web-address': 'R13',
    abolish: 'R20',
  },
  'flxsrv-plan-change': { pay: 'R20 R27' },
  'jmotto-transfer': { 'withdrawal-form': 'R02 R20', 'groupware-form': 'R02 R20', 'transfer-domain': 'R29' },
  'sakura-fortigate': {
    'apply-for-cancellation': 'R02',
    'back-up': 'R08 R09',
    'reset-fortigate': 'R01 R06 R07 R08 R09 R10 R11 R17 R20 R21 R22 R25',
    'reset-fortigate-by-person': 'R01 R11 R21',
    'delete-licence-file': 'R01 R20 R21 R24',
    'remove-dns-records': 'R01 R05 R06 R07 R17 R20 R21',
    'release-ips': 'R01 R04 R05 R06 R07 R13 R17 R20 R21',
    'destroy-server': 'R01 R04 R05 R06 R07 R14 R17 R20 R21',
    close: 'R06',
  },
};

/** `sakura-fortigate reset-fortigate R11`, each. */
export const WRITTEN_GUARDS: readonly string[] = Object.entries(GUARDS).flatMap(([provider, steps]) =>
  Object.entries(steps).flatMap(([step, guards]) => guards.split(' ').map((guard) => `${provider} ${step} ${guard}`)),
);
