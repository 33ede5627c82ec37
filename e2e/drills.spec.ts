/** @file A few rounds of each drill, with a seed of its own: `npm run drill` takes as many as one likes. */
import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';

/** Its exit status, and what it said. */
function drill(name: string, ...options: string[]): Promise<{ status: number | null; said: string }> {
  const tool = spawn(process.execPath, ['tools/drill.mjs', name, '--software', ...options]);
  let said = '';
  for (const stream of [tool.stdout, tool.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve) => tool.on('close', (status) => resolve({ status, said })));
}

test('the worker, the page and the browser are each killed once, and nothing is lost', async () => {
  const { status, said } = await drill('kills', '--runs', '3', '--seed', '11');
  expect(status, said).toBe(0);
  expect(said).toContain('1 worker, 1 page, 1 browser');
});
