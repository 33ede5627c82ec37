/** @file Serves a built page on this machine. Needs node_modules. */
import { preview } from 'vite';
import { ROOT } from './process.mjs';

/**
 * Serves dist/, or another folder of the project. Port 0 takes any free port. A port that is taken is an error with
 * `strictPort`; without it the next free one is used.
 * @param {{ folder?: string, host?: string, port: number, strictPort?: boolean }} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ folder = 'dist', host = '127.0.0.1', port, strictPort = false }) {
  const server = await preview({
    root: ROOT,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host, port, strictPort },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return {
    url: `http://${shownHost}:${address.port}/`,
    port: address.port,
    close: () => server.close(),
  };
}
