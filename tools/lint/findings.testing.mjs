/** @file What the linter finds in files that a test makes up. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../lib/process.mjs';

/**
 * @typedef {{ file: string, rule: string | null, message: string }} Finding `rule`: as the configuration names it; null
 *   where the parser refuses the file
 * @typedef {{ filename: string, code?: string, message: string }} Diagnostic
 */

const HOUSE = [{ name: 'house', specifier: join(ROOT, 'tools/lint/houseRules.mjs') }];

/** The project's configuration, for a folder elsewhere. */
const PROJECT = `import config from ${JSON.stringify(pathToFileURL(join(ROOT, 'oxlint.config.mjs')).href)};
export default { ...config, jsPlugins: ${JSON.stringify(HOUSE)} };
`;

/**
 * @param {Readonly<Record<string, string>>} files text by path, in a folder of their own
 * @param {object} [config] instead of the project's; the rules of the house can be named in it
 * @returns {Finding[]} by file and then by message
 * @throws {Error} where the linter does not run
 */
export function findings(files, config) {
  const root = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    const text = config
      ? `export default ${JSON.stringify({ categories: { correctness: 'off' }, jsPlugins: HOUSE, ...config })};\n`
      : PROJECT;
    const all = { ...files, 'oxlint.config.mjs': text, 'tsconfig.json': tsconfig() };
    for (const folder of ['src', 'workers', 'app']) mkdirSync(join(root, folder));
    for (const [file, content] of Object.entries(all)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
    // The types of packages are found there, and the program that reads types.
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
    return run(root, Object.keys(files));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The project's own options, without the types that hold everywhere. */
function tsconfig() {
  const { compilerOptions } = /** @type {{ compilerOptions: object }} */ (
    JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'))
  );
  return JSON.stringify({ compilerOptions: { ...compilerOptions, types: [] }, include: ['**/*'] });
}

/** @param {string} root @param {readonly string[]} files @returns {Finding[]} */
function run(root, files) {
  const program = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const args = [program, '-c', 'oxlint.config.mjs', '--format=json', ...files];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  /** @type {{ diagnostics: Diagnostic[], number_of_files: number }} */
  let report;
  try {
    report = /** @type {typeof report} */ (JSON.parse(stdout));
  } catch {
    throw new Error(`The linter did not run: ${stdout}${stderr}`);
  }
  if (report.number_of_files !== files.length)
    throw new Error(`The linter read ${report.number_of_files} of ${files.length} files.`);
  return report.diagnostics
    .map(({ filename, code, message }) => ({
      file: filename.replaceAll('\\', '/'),
      rule: code ? ruleOf(code) : null,
      message,
    }))
    .sort((a, b) => `${a.file} ${a.message}`.localeCompare(`${b.file} ${b.message}`, 'en'));
}

/** @param {string} code such as `react-hooks(exhaustive-deps)` @returns {string} such as `react/exhaustive-deps` */
const ruleOf = (code) =>
  code
    .replace(/\)$/, '')
    .replace('(', '/')
    .replace(/^eslint\//, '')
    .replace(/^react-hooks\//, 'react/');
