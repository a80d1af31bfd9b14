// Licence-shaped texts for tests: the shape of the vendor's file, with nothing of a real one in it.
const body = (seed: string) =>
  Array.from({ length: 8 }, (_, line) =>
    ('QAAAA' + Buffer.from(`${seed} ${line} `.repeat(12)).toString('base64')).slice(0, 64),
  );

export const licence = (seed = 'test'): string =>
  ['-----BEGIN FGT VM LICENSE-----', ...body(seed), '-----END FGT VM LICENSE-----', ''].join('\n');

export const configurationWithLicence = (seed = 'test'): string =>
  `#config-version=FGVMK6-7.4.8-FW-build2795-250523:opmode=0:vdom=0:user=admin\nconfig system vmlicense\n    set license "${licence(seed)}"\nend\n`;
