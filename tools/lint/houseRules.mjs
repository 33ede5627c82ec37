/** @file ESLint rules for the order of the folders: imports look down, and never form a cycle. */
import { relative, sep } from 'node:path';
import { floorOf, looksUp } from './floors.mjs';
import { cycleThrough, importGraph, resolveImport } from './importGraph.mjs';

/** Tests and their helpers may import from anywhere. */
const OF_TESTS = /\.(test|testing)\.tsx?$|\/testing\.ts$/;

/** @param {import('eslint').Rule.RuleContext} context */
const fileOf = ({ cwd, filename }) => relative(cwd, filename).split(sep).join('/');

/**
 * @param {(source: string, node: import('eslint').Rule.Node) => void} visit
 * @returns {import('eslint').Rule.RuleListener}
 */
function eachImport(visit) {
  /** @param {import('eslint').Rule.Node & { source?: { type: string, value?: unknown } | null }} node */
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

/** @type {import('eslint').Rule.RuleModule} */
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

/** @type {import('eslint').Rule.RuleModule} */
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

export const houseRules = {
  rules: { 'imports-look-down': importsLookDown, 'no-import-cycle': noImportCycle },
};
