// Writes the bindings of packages/provider-*/lib from their schema.json: a class a resource with the attributes as fields,
// in the import shape of the prebuilt CDKTF providers. Run by `npm run build`; must never fetch anything, and what it
// writes is not checked in.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages');

const camel = (name) => name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(`_${name}`);

/** Writes `lib/` of every binding; the same schema gives the same bytes. */
export async function writeBindings() {
  for (const folder of (await readdir(packages)).sort()) {
    const schema = JSON.parse(await readFile(join(packages, folder, 'schema.json'), 'utf8'));
    const lib = join(packages, folder, 'lib');
    const wanted = new Set(['provider', ...Object.keys(schema.resources).map((type) => shortName(schema, type))]);
    await writeModule(join(lib, 'provider'), providerModule(schema));
    for (const [type, resource] of Object.entries(schema.resources))
      await writeModule(join(lib, shortName(schema, type)), resourceModule(schema, type, resource));
    await writeModule(lib, indexModule([...wanted]));
    for (const name of await readdir(lib))
      if (!name.startsWith('index.') && !wanted.has(name)) await rm(join(lib, name), { recursive: true });
  }
}

const shortName = (schema, type) => type.slice(schema.provider.length + 1).replaceAll('_', '-');

async function writeModule(folder, { js, types }) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), js);
  await writeFile(join(folder, 'index.d.ts'), types);
}

/** One namespace a resource, as the prebuilt providers have it. */
function indexModule(names) {
  const text = names
    .map((name) => `export * as ${camel(name.replaceAll('-', '_'))} from './${name}/index.js';\n`)
    .join('');
  return { js: text, types: text };
}

/** What may be set: everything that is not only computed, without the id. */
function settable({ attributes, block_types: blocks = {} }) {
  const given = Object.entries(attributes)
    .filter(([name, { required, optional }]) => name !== 'id' && (required || optional))
    .map(([name, { type, required }]) => ({ name, required: required === true, type: typeText(type) }));
  return [...given, ...Object.keys(blocks).map((name) => ({ name, required: false, type: 'readonly object[]' }))];
}

function typeText(type) {
  if (type === 'string' || type === 'number') return type;
  if (type === 'bool') return 'boolean';
  if (Array.isArray(type) && (type[0] === 'list' || type[0] === 'set') && type[1] === 'string')
    return 'readonly string[]';
  return 'object';
}

const fields = (all) =>
  all.map(({ name, required, type }) => `  readonly ${camel(name)}${required ? '' : '?'}: ${type};`).join('\n');
const pairs = (all) => JSON.stringify(all.map(({ name }) => [camel(name), name]));
const ATTRIBUTES = `  synthesizeAttributes() {
    return Object.fromEntries(NAMES.flatMap(([field, name]) => (this.given[field] === undefined ? [] : [[name, this.given[field]]])));
  }`;

function resourceModule(schema, type, resource) {
  const name = pascal(type.slice(schema.provider.length + 1));
  const all = settable(resource);
  const js = `import { TerraformResource } from 'cdktf';
const NAMES = ${pairs(all)};
export class ${name} extends TerraformResource {
  static tfResourceType = '${type}';
  constructor(scope, id, config) {
    super(scope, id, { ...config, terraformResourceType: '${type}', terraformGeneratorMetadata: { providerName: '${schema.provider}', providerVersionConstraint: '${schema.version}' } });
    this.given = config;
  }
  get id() {
    return this.getStringAttribute('id');
  }
${ATTRIBUTES}
}
`;
  const types = `import { TerraformResource, type TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';
export interface ${name}Config extends TerraformMetaArguments {
${fields(all)}
}
export declare class ${name} extends TerraformResource {
  static readonly tfResourceType = '${type}';
  constructor(scope: Construct, id: string, config: ${name}Config);
  get id(): string;
}
`;
  return { js, types };
}

function providerModule(schema) {
  const name = `${pascal(schema.provider)}Provider`;
  const all = settable({ attributes: schema.attributes });
  const js = `import { TerraformProvider } from 'cdktf';
const NAMES = ${pairs([...all, { name: 'alias' }])};
export class ${name} extends TerraformProvider {
  static tfResourceType = '${schema.provider}';
  constructor(scope, id, config = {}) {
    super(scope, id, { terraformResourceType: '${schema.provider}', terraformGeneratorMetadata: { providerName: '${schema.provider}', providerVersionConstraint: '${schema.version}' }, terraformProviderSource: '${schema.source}' });
    this.given = config;
  }
  get alias() {
    return this.given.alias;
  }
  set alias(value) {
    this.given = { ...this.given, alias: value };
  }
${ATTRIBUTES}
}
`;
  const types = `import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
export interface ${name}Config {
${fields(all)}
  readonly alias?: string;
}
export declare class ${name} extends TerraformProvider {
  static readonly tfResourceType = '${schema.provider}';
  constructor(scope: Construct, id: string, config?: ${name}Config);
}
`;
  return { js, types };
}
