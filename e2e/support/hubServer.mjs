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

/**
 * What is to go wrong; the first that matches a request and is not used up applies.
 * @typedef {object} Fault
 * @property {RegExp} match of the path, CDN requests included (`/cdn/<repository>/<commit>/<file>`)
 * @property {number} [times] how often; Infinity by default
 * @property {number} [status] answered instead of the file
 * @property {Record<string, string>} [headers] added to the answer, e.g. Retry-After
 * @property {number} [cutAfter] bytes of the body after which the connection breaks
 * @property {number} [bytesPerSecond] slows the body down
 * @property {boolean} [ignoreRange] answers 200 with the whole file where a range is asked for
 *
 * @typedef {{ method: string, origin: 'hub' | 'cdn', path: string, headers: import('node:http').IncomingHttpHeaders }} LoggedRequest
 *
 * @typedef {{ name: string, path: string, size: number, modified: number }} RepositoryFile
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
  /** @type {Fault[]} */
  const faults = [];
  /** @type {LoggedRequest[]} */
  const log = [];
  const hashes = new Map();

  /** @param {string} path @param {'sha256' | 'blob'} kind */
  const hashOf = async (path, kind) => {
    const { size, mtimeMs } = await stat(path);
    const key = `${kind} ${path} ${size} ${mtimeMs}`;
    if (!hashes.has(key)) hashes.set(key, await hashFile(path, kind, size));
    return /** @type {string} */ (hashes.get(key));
  };

  const cdn = createServer((request, response) =>
    answer('cdn', request, response, async (path) => {
      const [, repository = '', file = ''] = /^\/cdn\/(.+)\/[0-9a-f]{40}\/([^?]+)$/.exec(path) ?? [];
      const place = join(folder, decodeURIComponent(repository), decodeURIComponent(file));
      await sendFile(request, response, place, `"${await hashOf(place, 'sha256')}"`, faultOf(path));
    }),
  );
  const cdnPort = await listen(cdn, 0);

  const hub = createServer((request, response) =>
    answer('hub', request, response, async (path) => {
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
      if (current !== undefined)
        return redirect(response, 307, path.replace(`/${repository}`, `/${current}`));
      const present = await findRepository(
        folder,
        type === 'datasets' ? 'datasets' : 'models',
        repository,
        decodeURIComponent(revision),
      );
      if (!present) return refuse(response, 401, 'Invalid username or password.', 'RepoNotFound');
      if (present === 'no revision') return refuse(response, 404, 'Invalid rev id', 'RevisionNotFound');
      if (found.kind !== 'resolve') {
        const { kind } = found;
        const tell = kind === 'tree' ? listTree : kind === 'parquet' ? listParquet : describeRepository;
        const answered = await tell(repository, present, {
          isLfs: (name) => LFS.test(name),
          hashOf: lfsHashes ? hashOf : null,
          blobs: url.searchParams.get('blobs') === 'true',
          url: `http://${request.headers.host}`,
        });
        return sendJson(response, answered);
      }
      const wanted = present.files.find(({ name }) => name === decodeURIComponent(file));
      if (!wanted) return refuse(response, 404, 'Entry not found', 'EntryNotFound');
      response.setHeader('X-Repo-Commit', present.commit);
      if (!LFS.test(wanted.name))
        return sendFile(
          request,
          response,
          wanted.path,
          `"${await hashOf(wanted.path, 'blob')}"`,
          faultOf(path),
        );
      response.setHeader('X-Linked-Size', wanted.size);
      response.setHeader('X-Linked-ETag', `"${await hashOf(wanted.path, 'sha256')}"`);
      const held = encodeURIComponent(relative(folder, present.folder).split(sep).join('/'));
      redirect(
        response,
        302,
        `http://127.0.0.1:${cdnPort}/cdn/${held}/${present.commit}/${encodeURIComponent(wanted.name)}`,
      );
    }),
  );

  /**
   * @param {'hub' | 'cdn'} origin
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   * @param {(path: string) => Promise<void>} body
   */
  async function answer(origin, request, response, body) {
    const path = request.url ?? '/';
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    log.push({ method: request.method ?? '', origin, path, headers: request.headers });
    const fault = faults.find(({ match, status }) => status !== undefined && match.test(path));
    try {
      if (fault?.status !== undefined) {
        use(fault);
        for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
        return refuse(response, fault.status, `fault ${fault.status}`);
      }
      await body(path);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else refuse(response, 404, String(error));
    }
  }

  /** @param {Fault} fault */
  function use(fault) {
    fault.times = (fault.times ?? Infinity) - 1;
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
  }

  /** @param {string} path */
  function faultOf(path) {
    const fault = faults.find(({ match, status }) => status === undefined && match.test(path));
    if (!fault) return null;
    const { ...copy } = fault;
    use(fault);
    return copy;
  }

  const hubPort = await listen(hub, port);
  return {
    url: `http://127.0.0.1:${hubPort}`,
    cdnUrl: `http://127.0.0.1:${cdnPort}`,
    log,
    /** @param {Fault} fault */
    fail: (fault) => void faults.push(fault),
    clearFaults: () => void faults.splice(0),
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
  const rates = Math.min(1 << 18, Math.max(1, bytesPerSecond / 10));
  for await (const chunk of createReadStream(path, { start, end, highWaterMark: rates })) {
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
