/** @file Runs other programs from the project's root. Node built-ins only. */
import { spawn, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @param {string} url a module's `import.meta.url`
 * @returns {boolean} whether Node was started with this module, which a test only imports
 */
export const isProgram = (url) => {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(url);
};

/**
 * Runs a program with its output shown, and waits for it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's environment
 * @returns {number} its exit status; 1 if it could not be started or was killed
 */
export function run(command, args, env = {}) {
  // npm and npx are .cmd files on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && !command.endsWith('.exe');
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell,
    env: { ...process.env, ...env },
  });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

/**
 * Like {@link run}, but throws where the program fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runOrThrow(command, args, env) {
  const status = run(command, args, env);
  if (status !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` ended with status ${status}.`);
}

/**
 * Runs a program that came with a dependency.
 * @param {string} script path under node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number}
 */
export function runTool(script, args, env) {
  return run(process.execPath, [`${ROOT}/node_modules/${script}`, ...args], env);
}

/**
 * Like {@link runTool}, but other work goes on meanwhile. Output that is `collected` is printed as a whole at the end.
 * @param {string} script path under node_modules
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, collected?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function runToolBeside(script, args, options) {
  return runBeside(process.execPath, [`${ROOT}/node_modules/${script}`, ...args], options);
}

/**
 * Runs any program in this way.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, collected?: boolean }} [options]
 * @returns {Promise<number>} its exit status; 1 if it could not be started or was killed
 */
export function runBeside(command, args, { env = {}, collected = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: ROOT,
      stdio: ['ignore', collected ? 'pipe' : 'inherit', collected ? 'pipe' : 'inherit'],
      env: { ...process.env, ...env },
    });
    /** @type {Buffer[]} */
    const output = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (/** @type {Buffer} */ part) => output.push(part));
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(output));
      resolve(status ?? 1);
    });
  });
}

/**
 * What a tool prints when it cannot go on: the message without the stack.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
