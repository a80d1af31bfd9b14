// Builds dist/: the command as one ESM bundle with lazily loaded parts, and the library. Native and socket-level packages
// stay outside; everything else is inside, so that starting needs no resolution. Run by `npm run build`.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeBindings } from './bindings.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

const SHEBANG = '#!/usr/bin/env node\n';
/** CommonJS packages inside the bundle ask for `require`; ESM has none. */
const REQUIRE_SHIM =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);\n";
/** How esbuild words its own stand-in for `require`, in the one file that holds it. */
const REQUIRE_STAND_IN = 'Dynamic require of';

/** Verbs that need no contract file: each is a part of its own, so that it starts fast. */
const ALONE = new Set(['completion', 'explain', 'schema', 'status', 'verify']);
const VERB_IMPORT = /import\('\.\/([\w-]+)\.ts'\)/;

/**
 * All other verbs have nearly all of their code in common: as one part they are read from a few files instead of from
 * thirty, and what `status` shares with them falls into fewer files as well. Every file costs a millisecond or two.
 */
const contractVerbsTogether = {
  name: 'contract-verbs-together',
  setup({ onLoad, onResolve }) {
    const folder = join(root, 'src', 'cli', 'verbs');
    const nameOf = (verb) => `verb_${verb.replaceAll('-', '_')}`;
    onLoad({ filter: /[\\/]src[\\/]cli[\\/]verbs[\\/][^\\/]+\.command\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replace(VERB_IMPORT, (original, verb) =>
        ALONE.has(verb) ? original : `import('contract-verbs').then((all) => all.${nameOf(verb)})`,
      ),
    }));
    onResolve({ filter: /^contract-verbs$/ }, () => ({ path: 'contract-verbs', namespace: 'together' }));
    onLoad({ filter: /^contract-verbs$/, namespace: 'together' }, async () => {
      const verbs = (await readdir(folder)).flatMap((name) => /^([\w-]+)\.ts$/.exec(name)?.[1] ?? []).sort();
      return {
        loader: 'ts',
        resolveDir: folder,
        contents: verbs
          .filter((verb) => !ALONE.has(verb))
          .map((verb) => `export * as ${nameOf(verb)} from './${verb}.ts';`)
          .join('\n'),
      };
    });
  },
};

/** The parser starts programs only for subcommands that are programs; ours are not, and loading that part takes long. */
const parserWithoutPrograms = {
  name: 'parser-without-programs',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const line = "const childProcess = require('node:child_process');";
      if (!text.includes(line))
        throw new Error(`${path} no longer loads child_process as it did; mend tools/build.mjs`);
      return {
        loader: 'js',
        contents: text.replace(
          line,
          "const childProcess = { get spawn() { return require('node:child_process').spawn; } };",
        ),
      };
    });
  },
};

await writeBindings();
const result = await build({
  absWorkingDir: root,
  entryPoints: { kaiyaku: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  chunkNames: 'part-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [
    'ssh2',
    'cpu-features',
    'fs-native-extensions',
    '@grpc/grpc-js',
    'protobufjs',
    'imapflow',
    'basic-ftp',
    'cdktf',
    'constructs',
  ],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'utf8',
  define: { __KAIYAKU_VERSION__: JSON.stringify(version) },
  plugins: [contractVerbsTogether, parserWithoutPrograms],
  metafile: true,
  write: false,
  logLevel: 'warning',
});

const written = new Set();
await mkdir(dist, { recursive: true });
for (const { path, text } of result.outputFiles) {
  const isCommand = relative(dist, path) === 'kaiyaku.js';
  const code = text.replace(/^#!.*\n/, '');
  await write(path, `${isCommand ? SHEBANG : ''}${code.includes(REQUIRE_STAND_IN) ? REQUIRE_SHIM : ''}${code}`);
  if (isCommand) await chmod(path, 0o755);
}
await write(join(dist, 'third-party-licences.txt'), await licencesOf(Object.keys(result.metafile.inputs)));
for (const name of await readdir(dist)) if (!written.has(name)) await rm(join(dist, name), { recursive: true });

async function write(path, text) {
  written.add(relative(dist, path));
  await writeFile(path, text);
}

/** The licence texts of every package that went into the bundle; most demand to be passed on. */
async function licencesOf(inputs) {
  const packages = new Set(
    inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean),
  );
  const texts = [];
  for (const folder of [...packages].sort((a, b) => (a < b ? -1 : 1))) {
    const { name, version: of, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file === undefined
        ? '(no licence file in the package)'
        : (await readFile(join(root, folder, file), 'utf8')).trim();
    texts.push(`${name} ${of} (${license})\n\n${text}\n`);
  }
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
