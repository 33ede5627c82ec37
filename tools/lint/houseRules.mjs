/** @file The house's own rules: imports look down, never form a cycle, and leave alone what is forbidden to them. */
import { relative, sep } from 'node:path';
import { floorOf, looksUp } from './floors.mjs';
import { cycleThrough, importGraph, resolveImport } from './importGraph.mjs';

/**
 * @typedef {Parameters<import('oxlint/plugins-dev').RuleTester['run']>[1]} AnyRule the linter names these types nowhere else
 * @typedef {Exclude<AnyRule, { createOnce: unknown }>} Rule
 * @typedef {Parameters<Rule['create']>[0]} Context
 * @typedef {ReturnType<Rule['create']>} Visitor
 * @typedef {{ range: [number, number] }} Node
 */

/** Tests and their helpers may import from anywhere. */
const OF_TESTS = /\.(test|testing)\.tsx?$|\/testing\.ts$/;

/** @param {Context} context */
const fileOf = ({ cwd, filename }) => relative(cwd, filename).split(sep).join('/');

/** @param {(source: string, node: Node) => void} visit @returns {Visitor} */
function eachImport(visit) {
  /** @param {Node & { source?: { type: string, value?: unknown } | null }} node */
  const look = (node) => {
    const { source } = node;
    if (source?.type === 'Literal' && typeof source.value === 'string') visit(source.value, node);
  };
  return {
    ImportDeclaration: look,
    ImportExpression: look,
    ExportNamedDeclaration: look,
    ExportAllDeclaration: look,
  };
}

/** @type {Rule} */
const importsLookDown = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = fileOf(context);
    if (OF_TESTS.test(file) || floorOf(file) === null) return {};
    return eachImport((source, node) => {
      const to = resolveImport(context.cwd, file, source);
      if (to === null || OF_TESTS.test(to) || !looksUp(file, to)) return;
      const message = `${floorOf(to)} is above ${floorOf(file)}: see the floors in tools/lint/floors.mjs.`;
      context.report({ node, message });
    });
  },
};

/** @type {Map<string, ReadonlyMap<string, readonly string[]>>} by root */
const graphs = new Map();

/** @param {string} root */
function graphOf(root) {
  const known = graphs.get(root) ?? importGraph(root, ['src', 'workers', 'app']);
  graphs.set(root, known);
  return known;
}

/** @type {Rule} */
const noImportCycle = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = fileOf(context);
    if (floorOf(file) === null) return {};
    return {
      Program(node) {
        const cycle = cycleThrough(graphOf(context.cwd), file);
        if (cycle) context.report({ node, message: `Imports go round in a circle: ${cycle.join(' -> ')}.` });
      },
    };
  },
};

/** A part of the house may not import what its patterns match, neither by `import ... from` nor by `import()`. @type {Rule} */
const noForbiddenImport = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const [options] = /** @type {{ patterns: { regex: string, message: string }[] }[]} */ (
      /** @type {unknown} */ (context.options)
    );
    const patterns = (options?.patterns ?? []).map(({ regex, message }) => ({
      regex: new RegExp(regex, 'u'),
      message,
    }));
    return eachImport((source, node) => {
      for (const { regex, message } of patterns)
        if (regex.test(source))
          context.report({ node, message: `'${source}' is forbidden here. ${message}` });
    });
  },
};

export default {
  meta: { name: 'house' },
  rules: {
    'imports-look-down': importsLookDown,
    'no-import-cycle': noImportCycle,
    'no-forbidden-import': noForbiddenImport,
  },
};
