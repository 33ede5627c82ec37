/** @file Checks and writes the file of `--out` and the folder of `--save-adapter`. Node built-ins only. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './flags.mjs';
import { messageOf } from '../process.mjs';

/** Longest time in milliseconds that a pipe may keep a writer waiting. */
const PATIENCE_MS = 10_000;
const MOST_LINKS = 40;

/**
 * What a path leads to: a descriptor that is open already (`/dev/stdout`), a pipe or a device that is written through, or a
 * file that can be replaced and need not exist yet.
 * @param {string} path
 * @returns {{ kind: 'descriptor', fd: number } | { kind: 'stream' | 'file', path: string }}
 */
export function targetOf(path) {
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const fd = /^\/(?:dev\/fd|proc\/(?:self|\d+)\/fd)\/(\d+)$/.exec(at)?.[1];
    const standard = ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(at);
    if (fd !== undefined || standard >= 0) return { kind: 'descriptor', fd: Number(fd ?? standard) };
    const stat = fs.lstatSync(at, { throwIfNoEntry: false });
    if (!stat?.isSymbolicLink())
      return { kind: stat && !stat.isFile() && !stat.isDirectory() ? 'stream' : 'file', path: at };
    at = resolve(fs.realpathSync(dirname(at)), fs.readlinkSync(at));
  }
  throw new Error('it is a link that leads to itself');
}

/** Whether what is written to it comes after what was written before: then only the last word goes there. @param {string} path */
export const isStream = (path) => targetOf(path).kind !== 'file';

/** Whether it is where the table goes. @param {string} path */
export function isStandardOutput(path) {
  const target = targetOf(path);
  return target.kind === 'descriptor' && target.fd === 1;
}

/**
 * Makes the folder, and throws a usage error if it cannot. Called before hours of work, not after them.
 * @param {string} path
 * @param {string} [flag] which names it
 */
export function checkWritable(path, flag = 'out') {
  try {
    const target = targetOf(path);
    if (target.kind === 'descriptor') return;
    if (fs.statSync(target.path, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`--${flag} ${path} is a folder`);
    if (target.kind === 'file') fs.mkdirSync(dirname(target.path), { recursive: true });
    fs.accessSync(target.kind === 'file' ? dirname(target.path) : target.path, fs.constants.W_OK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--${flag} ${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * Does for a folder what {@link checkWritable} does for a file.
 * @param {string} flag
 * @param {string} path
 */
export function checkWritableFolder(flag, path) {
  if (fs.existsSync(path) && !fs.statSync(path).isDirectory())
    throw new UsageError(`--${flag} ${path} is no folder; name another one`);
  try {
    fs.mkdirSync(path, { recursive: true });
    fs.accessSync(path, fs.constants.W_OK);
  } catch (error) {
    throw new UsageError(`--${flag} ${path} cannot be written: ${messageOf(error)}`);
  }
}

/**
 * Replaces a file in one go, so that a reader never sees half of it; a pipe or a device is written to.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const target = targetOf(path);
  if (target.kind === 'descriptor') writeTo(target.fd, text);
  else if (target.kind === 'file') replaceFiles([[target.path, text]]);
  else {
    const fd = openStream(target.path);
    try {
      writeTo(fd, text);
    } finally {
      fs.closeSync(fd);
    }
  }
}

/**
 * Replaces all of these files or none: each is first written under another name in the same folder.
 * @param {readonly (readonly [path: string, content: string | Uint8Array])[]} files
 */
export function replaceFiles(files) {
  const drafts = files.map(([path]) => `${path}.${process.pid}.part`);
  try {
    files.forEach(([, content], i) => fs.writeFileSync(drafts[i] ?? '', content));
    files.forEach(([path], i) => fs.renameSync(drafts[i] ?? '', path));
  } catch (error) {
    for (const draft of drafts) fs.rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Writes the file, and where that fails writes to the folder for temporary files instead.
 * @param {string} path
 * @param {string} text
 * @param {string} [flag] which names it
 * @returns {string | null} what went wrong and where the results are now, in a sentence; null if they are in their place
 */
export function writeOrRescue(path, text, flag = 'out') {
  try {
    writeWhole(path, text);
    return null;
  } catch (error) {
    const wrong = `--${flag} ${path} could not be written (${messageOf(error)})`;
    const rescue = join(tmpdir(), `${basename(path)}.${process.pid}.json`);
    try {
      replaceFiles([[rescue, text]]);
      return `${wrong}; what there is stands in ${rescue}. Make room, or name another place.`;
    } catch {
      return `${wrong}. Make room, or name another place.`;
    }
  }
}

/** A pipe that nobody reads would hold a plain open forever. @param {string} path */
function openStream(path) {
  return untilReady(() => fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK), 'ENXIO');
}

/** @param {number} fd @param {string} text */
function writeTo(fd, text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    const from = at;
    at += untilReady(() => fs.writeSync(fd, bytes, from), 'EAGAIN');
  }
}

/**
 * @template T
 * @param {() => T} work
 * @param {string} notReady the code of the error that passes when the other end reads
 * @returns {T}
 */
function untilReady(work, notReady) {
  for (const begun = Date.now(); ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)) {
    try {
      return work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== notReady) throw error;
      if (Date.now() - begun > PATIENCE_MS)
        throw new Error(`nobody has read from it for ${PATIENCE_MS / 1000} s`, { cause: error });
    }
  }
}
