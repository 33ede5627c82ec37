/** @file What a source text imports, as its imports name it. */
import { parseSync, Visitor } from 'vite';

/** Finds a statement of which nothing is left once the types are gone. */
const OF_TYPES = /^(import|export)\s+type\b(?!\s+from\b|\s*,)/;

/**
 * @param {string} file its name, whose ending tells the language
 * @param {string} text
 * @param {{ types?: boolean }} [options] `types`: whether what is imported for its types alone belongs to it
 * @returns {string[]} what is imported and exported on, by `import()` and `import('./file').Name` too where the name is a
 *   plain text; each once
 * @throws {Error} where the text cannot be read as a module
 */
export function importsIn(file, text, { types = true } = {}) {
  const { program, module, errors } = parseSync(file, text);
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${file} cannot be read: ${problem.message}`);
  /** @param {{ start: number, end: number }} statement */
  const counts = ({ start, end }) => types || !OF_TYPES.test(text.slice(start, end));
  /** @type {Set<string>} */
  const found = new Set(module.staticImports.filter(counts).map(({ moduleRequest }) => moduleRequest.value));
  for (const { entries } of module.staticExports.filter(counts))
    for (const { moduleRequest } of entries) if (moduleRequest) found.add(moduleRequest.value);
  // Going through the tree takes longer than all the rest, and only what is in brackets asks for it.
  if (/\b(import|require)\s*\(/.test(text)) for (const name of inBrackets(program, types)) found.add(name);
  return [...found];
}

/** @typedef {import('vite').ESTree.Expression | import('vite').ESTree.SpreadElement} Source */

/** @param {import('vite').ESTree.Program} program @param {boolean} types @returns {string[]} */
function inBrackets(program, types) {
  /** @type {string[]} */
  const found = [];
  /** @param {Source | undefined} source */
  const add = (source) => {
    if (source?.type === 'Literal' && typeof source.value === 'string') found.push(source.value);
    if (source?.type === 'TemplateLiteral' && source.expressions.length === 0)
      found.push(source.quasis[0]?.value.cooked ?? '');
  };
  new Visitor({
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(types ? source : undefined),
    TSExternalModuleReference: ({ expression }) => add(expression),
    CallExpression: ({ callee, arguments: [source] }) => {
      if (callee.type === 'Identifier' && callee.name === 'require') add(source);
    },
  }).visit(program);
  return found;
}
