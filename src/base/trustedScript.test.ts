import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Rules = { createScriptURL: (address: string) => string };
let created: { name: string; rules: Rules }[];

beforeEach(() => {
  vi.resetModules();
  created = [];
  vi.stubGlobal('location', { origin: 'https://lab.example' });
});
afterEach(() => vi.unstubAllGlobals());

const withTrustedTypes = (): void => {
  vi.stubGlobal('trustedTypes', {
    createPolicy: (name: string, rules: Rules) => {
      created.push({ name, rules });
      return { createScriptURL: (address: string) => `trusted ${rules.createScriptURL(address)}` };
    },
  });
};

it('gives a script of the page’s origin, as it is where there are no Trusted Types', async () => {
  const { trustedScript } = await import('./trustedScript');
  expect(trustedScript(new URL('https://lab.example/labs/sw.js'))).toBe('https://lab.example/labs/sw.js');
});

it('makes one policy, which lets no other address through', async () => {
  withTrustedTypes();
  const { trustedScript, inheritingWorker } = await import('./trustedScript');
  expect(trustedScript(new URL('https://lab.example/sw.js'))).toBe('trusted https://lab.example/sw.js');
  const worker = inheritingWorker(new URL('https://lab.example/assets/worker.js'));
  expect(worker).toMatch(/^trusted blob:/);
  expect(created.map(({ name }) => name)).toEqual(['lora-lab']);
  const check = created[0]?.rules.createScriptURL;
  expect(check?.('https://lab.example/sw.js')).toBe('https://lab.example/sw.js');
  for (const other of [
    'https://lab.example/theme.js',
    'blob:https://lab.example/1',
    'data:text/javascript,0',
  ])
    expect(() => check?.(other)).toThrow(TypeError);
});

it('refuses other origins', async () => {
  const { trustedScript, inheritingWorker } = await import('./trustedScript');
  for (const other of ['https://evil.example/sw.js', 'http://lab.example/sw.js', 'data:text/javascript,0'])
    for (const make of [trustedScript, inheritingWorker])
      expect(() => make(new URL(other))).toThrow(/origin/);
});

it('wraps a worker in one line, once', async () => {
  const { inheritingWorker } = await import('./trustedScript');
  const url = new URL('https://lab.example/a"b/worker.js');
  const address = inheritingWorker(url);
  expect(inheritingWorker(new URL(url))).toBe(address);
  expect(await (await fetch(address)).text()).toBe('import "https://lab.example/a%22b/worker.js";');
});
