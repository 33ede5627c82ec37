import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { headless } from './headless.mjs';

const folder = mkdtempSync(join(tmpdir(), 'headless-'));
afterAll(() => rmSync(folder, { recursive: true }));
const there = join(folder, 'there.csv');
writeFileSync(there, 'text,label\n');

/** @type {string[]} */
let messages = [];
beforeEach(() => {
  messages = [];
  vi.spyOn(console, 'error').mockImplementation((text) => void messages.push(String(text)));
});
afterEach(() => vi.restoreAllMocks());

test.each([
  [['--experiment', 'no-such-file'], 'no-such-file'],
  [['--backend', 'abacus'], 'abacus'],
  [['--matrix-units', '--software'], 'do not go together'],
  [['--out', 'e2e'], 'is a folder'],
  [['--train', 'no-such.csv'], 'there is no file no-such.csv'],
  [['--train', 'e2e'], 'e2e is a folder'],
  [['--validation', there], 'give --train too'],
  [['--model', './no-such'], 'there is no folder ./no-such'],
  [['--model', 'e2e'], 'lacks config.json and tokenizer.json and model.safetensors'],
  [['--model', 'local:mine'], 'neither a folder nor a name'],
  [['--adapter', 'e2e'], 'lacks adapter_config.json'],
  [['--evaluate-only'], 'give --adapter too'],
  [['--trials', 'many'], '--trials many: not'],
  [['--steps', '3', '--epochs', '1'], 'give one'],
  [['--hub', 'ftp://mirror'], 'begins with ftp:'],
  [['--save-adapter', there], 'is no folder'],
  [['--cheap', 'memory'], 'belongs to --recommend'],
  [['--recommend', 'speed'], 'not one of accuracy'],
])(
  'files that are not there, and flags that do not go together, are wrong usage: %j',
  async (args, message) => {
    expect(await headless(args)).toBe(2);
    expect(messages.join('\n')).toContain(message);
    expect(messages.at(-1)).toContain('npm run headless -- --help');
  },
);
