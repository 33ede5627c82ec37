/**
 * @file A small hub on this machine that speaks the Hugging Face hub's addresses, for tests, with faults on demand.
 *
 * Serves a folder of repositories:
 *
 *     models/<name>/…, models/<owner>/<name>/…      what a model repository holds on `main`
 *     datasets/<owner>/<name>/…                     the same for data sets
 *     models/<owner>/<name>@<revision>/…            another revision; a slash in it is written %2F
 *
 * and answers, as the hub does,
 *
 *     GET /api/{models|datasets}/<repository>[/revision/<revision>][?blobs=true]
 *     GET /api/{models|datasets}/<repository>/tree/<revision>[?recursive=true]
 *     GET /api/datasets/<repository>/parquet        files that lie as <subset>/<split>/0000.parquet
 *     GET|HEAD /[datasets/]<repository>/resolve/<revision>/<file>
 *
 * Large files live in LFS there: `resolve` redirects to a second origin, the CDN, which knows ranges and ETags.
 * A revision is a branch, or the commit that the API tells.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, relative, sep } from 'node:path';
import { ADDRESSES, describeRepository, listParquet, listTree } from './hubApi.mjs';
import { HubFaults } from './hubFaults.mjs';

/**
 * @typedef {import('./hubFaults.mjs').Fault} Fault
 * @typedef {{ method: string, origin: 'hub' | 'cdn', path: string, headers: import('node:http').IncomingHttpHeaders }} LoggedRequest
 * @typedef {{ name: string, path: string, size: number, modified: number }} RepositoryFile
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {(path: string, kind: 'sha256' | 'blob') => Promise<string>} HashOf
 */

/** Suffixes that the hub keeps in LFS, as its default .gitattributes has it. */
const LFS = /\.(safetensors|bin|parquet|onnx|pt|h5|zip|gz)$/;

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization, Range',
  'Access-Control-Expose-Headers':
    'X-Repo-Commit,X-Error-Code,X-Error-Message,ETag,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag',
};

/**
 * @param {object} options
 * @param {string} options.folder holds `models/` and `datasets/`
 * @param {number} [options.port] 0 takes any free one
 * @param {string} [options.token] without it as bearer every request to the hub is answered 401
 * @param {Record<string, string>} [options.aliases] old name to present one, answered by redirects
 * @param {boolean} [options.lfsHashes] false: the API tells no hashes, as some mirrors do
 */
export async function startHub({ folder, port = 0, token, aliases = {}, lfsHashes = true }) {
  const faults = new HubFaults();
  /** @type {LoggedRequest[]} */
  const log = [];
  const hashOf = rememberedHashes();

  const cdn = createServer((request, response) =>
    answer('cdn', request, response, async (path) => {
      const [, repository = '', name = ''] = /^\/cdn\/(.+)\/[0-9a-f]{40}\/([^?]+)$/.exec(path) ?? [];
      const file = join(folder, decodeURIComponent(repository), decodeURIComponent(name));
      await sendFile(request, response, file, `"${await hashOf(file, 'sha256')}"`, faults.ofBody(path));
    }),
  );
  const cdnUrl = `http://127.0.0.1:${await listen(cdn, 0)}`;

  const served = { folder, cdnUrl, token, aliases, lfsHashes, hashOf, faults };
  const hub = createServer((request, response) =>
    answer('hub', request, response, (path) => answerHub(served, request, response, path)),
  );

  /** @param {'hub' | 'cdn'} origin @param {Request} request @param {Response} response @param {(path: string) => Promise<void>} body */
  async function answer(origin, request, response, body) {
    const path = request.url ?? '/';
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    log.push({ method: request.method ?? '', origin, path, headers: request.headers });
    const fault = faults.ofStatus(path);
    try {
      if (fault?.status !== undefined) {
        for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
        return refuse(response, fault.status, `fault ${fault.status}`);
      }
      await body(path);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else refuse(response, 404, String(error));
    }
  }

  const hubPort = await listen(hub, port);
  return {
    url: `http://127.0.0.1:${hubPort}`,
    cdnUrl,
    log,
    /** @param {Fault} fault */
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    /** @param {'models' | 'datasets'} kind @param {string} repository */
    commitOf: async (kind, repository) => {
      const found = await findRepository(folder, kind, repository, 'main');
      if (!found || found === 'no revision') throw new Error(`There is no ${kind}/${repository}.`);
      return found.commit;
    },
    close: () => Promise.all([hub, cdn].map(close)),
  };
}

/**
 * @typedef {object} Served
 * @property {string} folder
 * @property {string} cdnUrl
 * @property {string | undefined} token
 * @property {Record<string, string>} aliases
 * @property {boolean} lfsHashes
 * @property {HashOf} hashOf
 * @property {HubFaults} faults
 */

/** @param {Served} served @param {Request} request @param {Response} response @param {string} path */
async function answerHub(served, request, response, path) {
  const { folder, token, aliases, lfsHashes, hashOf } = served;
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    return refuse(response, 401, 'Invalid username or password.');
  const url = new URL(path, 'http://hub');
  const found = ADDRESSES.map(({ pattern, kind }) => ({
    kind,
    parts: pattern.exec(url.pathname)?.groups,
  })).find(({ parts }) => parts);
  if (!found?.parts) return refuse(response, 404, 'Not Found');
  const { type = '', repository = '', revision = 'main', file = '' } = found.parts;
  const current = aliases[repository];
  if (current !== undefined) return redirect(response, 307, path.replace(`/${repository}`, `/${current}`));
  const kindFolder = type === 'datasets' ? 'datasets' : 'models';
  const present = await findRepository(folder, kindFolder, repository, decodeURIComponent(revision));
  if (!present) return refuse(response, 401, 'Invalid username or password.', 'RepoNotFound');
  if (present === 'no revision') return refuse(response, 404, 'Invalid rev id', 'RevisionNotFound');
  const { kind } = found;
  if (kind === 'resolve') return sendResolved(served, request, response, present, decodeURIComponent(file));
  const list = kind === 'tree' ? listTree : kind === 'parquet' ? listParquet : describeRepository;
  const listed = await list(repository, present, {
    isLfs: (name) => LFS.test(name),
    hashOf: lfsHashes ? hashOf : null,
    blobs: url.searchParams.get('blobs') === 'true',
    url: `http://${request.headers.host}`,
  });
  sendJson(response, listed);
}

/**
 * Sends a small file, or redirects to a large one at the CDN.
 * @param {Served} served @param {Request} request @param {Response} response
 * @param {{ folder: string, commit: string, files: RepositoryFile[] }} repository @param {string} file
 */
async function sendResolved({ folder, cdnUrl, hashOf, faults }, request, response, repository, file) {
  const wanted = repository.files.find(({ name }) => name === file);
  if (!wanted) return refuse(response, 404, 'Entry not found', 'EntryNotFound');
  response.setHeader('X-Repo-Commit', repository.commit);
  if (!LFS.test(wanted.name)) {
    const etag = `"${await hashOf(wanted.path, 'blob')}"`;
    return sendFile(request, response, wanted.path, etag, faults.ofBody(request.url ?? '/'));
  }
  response.setHeader('X-Linked-Size', wanted.size);
  response.setHeader('X-Linked-ETag', `"${await hashOf(wanted.path, 'sha256')}"`);
  const held = encodeURIComponent(relative(folder, repository.folder).split(sep).join('/'));
  redirect(response, 302, `${cdnUrl}/cdn/${held}/${repository.commit}/${encodeURIComponent(wanted.name)}`);
}

/** Hashes of files, each computed once as long as the file stays the same. @returns {HashOf} */
function rememberedHashes() {
  /** @type {Map<string, string>} */
  const hashes = new Map();
  return async (path, kind) => {
    const { size, mtimeMs } = await stat(path);
    const key = `${kind} ${path} ${size} ${mtimeMs}`;
    const hash = hashes.get(key) ?? (await hashFile(path, kind, size));
    hashes.set(key, hash);
    return hash;
  };
}

/**
 * @param {string} folder @param {string} kind @param {string} repository @param {string} revision
 * @returns {Promise<null | 'no revision' | { folder: string, commit: string, files: RepositoryFile[] }>} null: no such repository
 */
async function findRepository(folder, kind, repository, revision) {
  if (repository.split('/').some((part) => part === '' || part.startsWith('.'))) return null;
  const main = await readRepository(join(folder, kind, repository));
  if (!main) return null;
  if (revision === 'main' || revision === main.commit) return main;
  const [name = '', ...owner] = repository.split('/').reverse();
  const siblings = await readdir(join(folder, kind, ...owner.reverse()));
  for (const sibling of siblings.filter((other) => other.startsWith(`${name}@`))) {
    const found = await readRepository(join(folder, kind, ...owner, sibling));
    if (found && (decodeURIComponent(sibling) === `${name}@${revision}` || found.commit === revision))
      return found;
  }
  return 'no revision';
}

/** @param {string} folder */
async function readRepository(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return null;
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = await stat(path);
        return { name: relative(folder, path).split(sep).join('/'), path, size, modified: mtimeMs };
      }),
  );
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  const commit = createHash('sha1').update(JSON.stringify(files)).digest('hex');
  return files.length === 0 ? null : { folder, commit, files };
}

/** @param {string} path @param {'sha256' | 'blob'} kind @param {number} size */
async function hashFile(path, kind, size) {
  const hash = createHash(kind === 'sha256' ? 'sha256' : 'sha1');
  if (kind === 'blob') hash.update(`blob ${size}\0`).update(await readFile(path));
  else for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response
 * @param {string} path @param {string} etag @param {Fault | null} fault
 */
async function sendFile(request, response, path, etag, fault) {
  const { size } = await stat(path);
  for (const [name, value] of Object.entries(fault?.headers ?? {})) response.setHeader(name, value);
  if (!response.hasHeader('ETag')) response.setHeader('ETag', etag);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader(
    'Content-Type',
    path.endsWith('.json') ? 'application/json' : 'application/octet-stream',
  );
  const asked = fault?.ignoreRange ? null : /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  const suffix = asked && asked[1] === '';
  const start = asked ? (suffix ? Math.max(0, size - Number(asked[2])) : Number(asked[1])) : 0;
  const end = asked && !suffix && asked[2] !== '' ? Math.min(Number(asked[2]), size - 1) : size - 1;
  if (asked && (start >= size || start > end)) {
    response.setHeader('Content-Range', `bytes */${size}`);
    return refuse(response, 416, 'Range Not Satisfiable');
  }
  if (asked) response.setHeader('Content-Range', `bytes ${start}-${end}/${size}`);
  response.setHeader('Content-Length', end - start + 1);
  response.writeHead(asked ? 206 : 200);
  if (request.method === 'HEAD' || size === 0) return void response.end();
  const { cutAfter = Infinity, bytesPerSecond = Infinity } = fault ?? {};
  let sent = 0;
  const chunkBytes = Math.min(1 << 18, Math.max(1, bytesPerSecond / 10));
  for await (const chunk of createReadStream(path, { start, end, highWaterMark: chunkBytes })) {
    const part = chunk.subarray(0, cutAfter - sent);
    sent += part.length;
    const flows = response.write(part);
    if (sent >= cutAfter) {
      // What was written is to arrive before the connection breaks.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return void response.destroy();
    }
    if (response.destroyed) return;
    if (!flows) await drained(response);
    if (bytesPerSecond < Infinity)
      await new Promise((resolve) => setTimeout(resolve, (1000 * part.length) / bytesPerSecond));
  }
  response.end();
}

/** @param {import('node:http').ServerResponse} response @returns {Promise<void>} until more can be written, or nothing any more */
function drained(response) {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** @param {import('node:http').ServerResponse} response @param {unknown} value */
function sendJson(response, value) {
  response.setHeader('Content-Type', 'application/json');
  response.writeHead(200).end(JSON.stringify(value));
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {string} to */
function redirect(response, status, to) {
  response.writeHead(status, { Location: to }).end();
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {string} message @param {string} [code] */
function refuse(response, status, message, code) {
  if (code) response.setHeader('X-Error-Code', code);
  response.setHeader('X-Error-Message', message);
  response.setHeader('Content-Type', 'application/json');
  response.writeHead(status).end(JSON.stringify({ error: message }));
}

/** @param {import('node:http').Server} server @param {number} port @returns {Promise<number>} */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The hub has no port.'));
      else resolve(address.port);
    });
  });
}

/** @param {import('node:http').Server} server */
function close(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
