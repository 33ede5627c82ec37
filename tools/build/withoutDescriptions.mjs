/**
 * @file Leaves the descriptions of a schema's fields out of the build. They are for docs/results-schema.md and the JSON Schema
 * alone, and take 5 kB of the scripts that the page waits for.
 */
import { parseSync, Visitor } from 'vite';

/** The file whose `about(schema, description, unit)` carries them. */
const SCHEMA = /\/base\/schema(\.ts)?$/;

/** @returns {import('vite').Plugin} */
export function withoutDescriptions() {
  return {
    name: 'without-descriptions',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.ts$/, code: /\babout\(/ },
      handler: (code, id) => ({ code: undescribed(code, id), map: null }),
    },
  };
}

/**
 * The code with `(schema)` in place of each `about(schema, description, unit)`.
 * @param {string} code TypeScript
 * @param {string} id the file's path, for its language
 */
export function undescribed(code, id) {
  const { program } = parseSync(id, code, { lang: 'ts', sourceType: 'module' });
  let isImported = false;
  /** @type {[from: number, to: number][]} */
  const cuts = [];
  new Visitor({
    ImportDeclaration({ source, specifiers }) {
      if (SCHEMA.test(source.value) && specifiers.some(({ local }) => local.name === 'about'))
        isImported = true;
    },
    CallExpression({ callee, arguments: [schema, ...rest], start, end }) {
      if (callee.type !== 'Identifier' || callee.name !== 'about' || !schema || rest.length === 0) return;
      cuts.push([start, callee.end], [schema.end, end - 1]);
    },
  }).visit(program);
  if (!isImported) return code;
  let [kept, at] = ['', 0];
  for (const [from, to] of cuts.sort(([a], [b]) => a - b)) {
    kept += code.slice(at, from);
    at = to;
  }
  return kept + code.slice(at);
}
