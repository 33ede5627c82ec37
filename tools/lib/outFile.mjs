/** @file The file that `--out` names, and the folder that `--save-adapter` does. Node built-ins only. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './flags.mjs';
import { messageOf } from './process.mjs';

/**
 * To be called before hours of work, not after them: makes the folder, and throws a usage error if it cannot.
 * @param {string} path
 */
export function checkWritable(path) {
  if (existsSync(path) && statSync(path).isDirectory()) throw new UsageError(`--out ${path} is a folder`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw new UsageError(`--out ${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * The same for a folder.
 * @param {string} flag
 * @param {string} path
 */
export function checkWritableFolder(flag, path) {
  if (existsSync(path) && !statSync(path).isDirectory())
    throw new UsageError(`--${flag} ${path} is no folder; name another one`);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--${flag} ${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * Replaces the file in one go: a reader never sees half of it.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}
