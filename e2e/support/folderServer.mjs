/** @file A static server of a folder below a path, as any web space is; the folder can be replaced, and the server stopped. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * @param {string} folder
 * @param {string} path below which it is served, e.g. `/labs/lora/`
 */
export async function serveFolder(folder, path) {
  let served = folder;
  /** @type {string[]} */
  const log = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://server');
      log.push(pathname);
      const inside = normalize(decodeURIComponent(pathname).slice(path.length) || 'index.html');
      if (!pathname.startsWith(path) || inside.startsWith('..')) return response.writeHead(404).end();
      try {
        const body = await readFile(join(served, inside));
        const type = TYPES[extname(inside)] ?? 'application/octet-stream';
        return response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }).end(body);
      } catch {
        return response.writeHead(404).end();
      }
    })();
  });
  const listen = (/** @type {number} */ port) =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}${path}`,
    log,
    /** @param {string} other */
    serve: (other) => void (served = other),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
