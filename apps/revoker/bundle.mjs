// One function as one small CommonJS file: it stands inside a template, which has a limit, as text inside text.
import { createHash } from 'node:crypto';
import { build, transform } from 'esbuild';

/** What valibot calls things among its own parts, where nobody else looks. */
const INNER_NAMES =
  '~run ~standard abortEarly abortPipeEarly async expected expects issues lang received reference requirement typed';

const options = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Node 20 has them; lowered, valibot's emoji pattern becomes a call that cannot be dropped.
  supported: { 'regexp-unicode-property-escapes': true },
  mangleProps: new RegExp(`^(${INNER_NAMES.replaceAll(' ', '|')})$`),
  mangleQuoted: true,
  external: ['@aws-sdk/*'],
  legalComments: 'none',
  banner: { js: '"use strict";' },
  // `module` is CommonJS's own, as is meant.
  logOverride: { 'commonjs-variable-in-esm': 'silent' },
  write: false,
};

/** The bundle of a module's `handler`, marked with the hash of its code. The SDK is left to the Lambda runtime. */
export async function bundleHandler(path) {
  const hash = createHash('sha256')
    .update(await bundled(path, 'undefined'))
    .digest('hex');
  return singleQuoted(await bundled(path, JSON.stringify(hash)));
}

/** Assigned and not exported, for what makes ES exports of a CommonJS file is longer than some of our modules. */
async function bundled(path, bundleHash) {
  const contents = `import { handler } from ${JSON.stringify(path)};\nmodule.exports = { handler };`;
  const stdin = { contents, resolveDir: '.', loader: 'ts' };
  const result = await build({ ...options, stdin, define: { KEYSWEEP_BUNDLE_HASH: bundleHash } });
  return result.outputFiles[0].text;
}

// A template literal, a regular expression where one can begin, or a string: what quotes may stand in.
const LITERAL =
  /`(?:[^`\\]|\\.)*`|(?<=[(=,:[!&|?;{}]|return)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;

/**
 * The same code with single quotes: a double one costs two bytes in a template, and four in a template inside another.
 * Read again, both must be the same program to the letter.
 */
async function singleQuoted(code) {
  const swapped = code.replaceAll(LITERAL, (literal) =>
    literal.startsWith('"') && !/['\\]/.test(literal) ? `'${literal.slice(1, -1)}'` : literal,
  );
  const [before, after] = await Promise.all([code, swapped].map((text) => transform(text, { minify: true })));
  if (before.code !== after.code) throw new SyntaxError('other quotes make another program');
  return swapped;
}
