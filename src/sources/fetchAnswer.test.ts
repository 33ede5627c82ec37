/** @file */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchAnswer } from './fetchAnswer';

let server: Server;
let base = '';
const signal = () => new AbortController().signal;

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/silent') return;
    response.write('begins, ');
    setTimeout(() => response.end('and ends late'), url === '/late' ? 300 : 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('gives up a server that stays silent, and says so', async () => {
  await expect(fetchAnswer(`${base}/silent`, { signal: signal() }, 100)).rejects.toThrow(
    'nothing has answered within 0.1 s',
  );
});

it('does not limit how long a body takes', async () => {
  const response = await fetchAnswer(`${base}/late`, { signal: signal() }, 150);
  expect(await response.text()).toBe('begins, and ends late');
});

it('stops at once when the caller gives up, with the caller’s reason', async () => {
  const controller = new AbortController();
  const asked = fetchAnswer(`${base}/silent`, { signal: controller.signal }, 10_000);
  controller.abort(new Error('cancelled here'));
  await expect(asked).rejects.toThrow('cancelled here');
});
