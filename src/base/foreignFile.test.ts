import { expect, it } from 'vitest';
import { parseFileJson } from './fileJson';
import { openTokenizer } from '../tokenizer/tokenizerFiles';
import { openSafetensors } from '../weights/safetensors';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 1234567\n`;
const PAGE = '<!DOCTYPE html><html><body>Sign in</body></html>';

it.each([
  [POINTER, /model\.safetensors is a Git LFS pointer/],
  [PAGE, /model\.safetensors is a web page/],
  [PAGE.replace('<!DOCTYPE html>', ''), /a web page/],
  ['PK\u0003\u0004 and more of a zip', /a zip or a PyTorch pickle/],
  [new Uint8Array([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9]), /a pickle under another name/],
  [new Uint8Array([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0]), /an HDF5 file/],
  ['no kind that is known', /claims a header/],
])('weights that begin with %j are told for what they are', async (content, message) => {
  await expect(openSafetensors(new Blob([content]), 'model.safetensors')).rejects.toThrow(message);
});

it('weights whose header’s length begins like a pickle are read', async () => {
  const header = '{}'.padEnd(0x280);
  const length = new Uint8Array([0x80, 2, 0, 0, 0, 0, 0, 0]);
  expect((await openSafetensors(new Blob([length, header]))).entries.size).toBe(0);
});

it('JSON that is something else is told for what it is', async () => {
  expect(() => parseFileJson(POINTER, 'config.json')).toThrow(/config\.json is a Git LFS pointer/);
  expect(() => parseFileJson(PAGE, 'config.json')).toThrow(/config\.json is a web page/);
  expect(() => parseFileJson('{', 'config.json')).toThrow(/config\.json is not JSON/);
  const tokenizer = openTokenizer((name) => Promise.resolve(name === 'tokenizer.json' ? POINTER : null));
  await expect(tokenizer).rejects.toThrow(/tokenizer\.json is a Git LFS pointer/);
});
