import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors';
import { openSafetensors, parseSafetensors } from './safetensors';
import { bytesOf, safetensors } from './safetensors.testing';

function file(header: unknown, data: Uint8Array = new Uint8Array(), length?: number): ArrayBuffer {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes.buffer;
}

const FOUR_TYPES = safetensors({
  a: { dtype: 'F32', shape: [2], data: new Float32Array([1.5, -2]) },
  b: { dtype: 'F16', shape: [2, 2], data: new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7c00]) }, // 1, -2, 2^-24, infinity
  c: { dtype: 'BF16', shape: [2], data: new Uint16Array([0x3fc0, 0xc000]) }, // 1.5, -2
  d: { dtype: 'I32', shape: [2], data: new Int32Array([7, -1]) },
});

it('reads float32, float16, bfloat16 and int32', () => {
  const tensors = parseSafetensors(FOUR_TYPES);
  expect([...tensors.get('a')!.values]).toEqual([1.5, -2]);
  expect([...tensors.get('b')!.values]).toEqual([1, -2, 2 ** -24, Infinity]);
  expect(tensors.get('b')!.shape).toEqual([2, 2]);
  expect([...tensors.get('c')!.values]).toEqual([1.5, -2]);
  expect([...tensors.get('d')!.values]).toEqual([7, -1]);
  expect([...tensors.keys()]).toEqual(['a', 'b', 'c', 'd']);
});

it('reads the same tensor by tensor, and no byte of the others', async () => {
  const whole = parseSafetensors(FOUR_TYPES);
  const slices: [number, number][] = [];
  const blob = new Blob([FOUR_TYPES]);
  const watched = {
    size: blob.size,
    slice: (begin: number, end: number) => {
      slices.push([begin, end]);
      return blob.slice(begin, end);
    },
  } as Blob;
  const opened = await openSafetensors(watched);
  expect([...opened.entries.keys()]).toEqual([...whole.keys()]);
  for (const [name, tensor] of whole) {
    slices.length = 0;
    expect(await opened.read(name)).toEqual(tensor);
    const { begin, end } = opened.entries.get(name)!;
    expect(slices).toEqual([[begin, end]]);
  }
  await expect(opened.read('e')).rejects.toThrow(/no tensor e/);
});

it('minds types that the lab cannot read only where they are asked for', async () => {
  const ids = { dtype: 'I64', shape: [1, 2], data: new BigInt64Array([0n, 1n]) };
  const blob = new Blob([
    safetensors({ position_ids: ids, a: { dtype: 'F32', shape: [1], data: new Float32Array([3]) } }),
  ]);
  const opened = await openSafetensors(blob, 'old.safetensors');
  expect([...(await opened.read('a')).values]).toEqual([3]);
  await expect(opened.read('position_ids')).rejects.toThrow(/position_ids has the type I64/);
});

it('says so where the file goes away between two tensors', async () => {
  const blob = new Blob([FOUR_TYPES]);
  let gone = false;
  const leaving = {
    size: blob.size,
    slice: (begin: number, end: number) => {
      if (!gone) return blob.slice(begin, end);
      return { arrayBuffer: () => Promise.reject(new DOMException('not found', 'NotFoundError')) };
    },
  } as unknown as Blob;
  const opened = await openSafetensors(leaving, 'model.safetensors');
  gone = true;
  await expect(opened.read('a')).rejects.toThrow(LabError);
  await expect(opened.read('a')).rejects.toThrow(/model\.safetensors, tensor a, could not be read/);
});

describe('a file that lies', () => {
  const entry = (fields: object): ArrayBuffer =>
    file({ weight: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } }, new Uint8Array(8));
  const two = (first: readonly number[], second: readonly number[], bytes: number): ArrayBuffer =>
    file(
      {
        one: { dtype: 'F32', shape: [2], data_offsets: first },
        other: { dtype: 'F32', shape: [2], data_offsets: second },
      },
      new Uint8Array(bytes),
    );
  it.each([
    ['is too short', new ArrayBuffer(4), /shorter/],
    ['claims a long header', file({}, new Uint8Array(), 2 ** 40), /claims a header/],
    ['has no JSON header', file('{nope'), /not JSON/],
    ['has a list for a header', file('[]'), /not an object/],
    ['has an unknown type', entry({ dtype: 'F9' }), /weight.*"F9"/],
    ['has a type of the prototype', entry({ dtype: 'constructor' }), /weight.*constructor/],
    ['has offsets behind its end', entry({ data_offsets: [4, 12] }), /weight.*does not fit/],
    ['has another shape than bytes', entry({ shape: [3] }), /weight.*does not fit/],
    ['has a shape beyond counting', entry({ shape: [2 ** 40, 2 ** 40] }), /weight.*does not fit/],
    ['has a negative extent', entry({ shape: [-2] }), /weight.*shape/],
    ['has null for a tensor', file({ weight: null }), /weight/],
    ['was cut', entry({}).slice(0, -3), /weight.*does not fit/],
    ['has tensors that overlap', two([0, 8], [4, 12], 12), /other begins.*overlap/],
    ['has the same bytes twice', two([0, 8], [0, 8], 8), /other begins.*overlap/],
    ['has a gap', two([0, 8], [12, 20], 20), /other begins.*gap/],
    ['has bytes that belong to nothing', two([0, 8], [8, 16], 20), /end at byte.*but it has/],
  ])('that %s is refused by name', async (_, buffer, message) => {
    expect(() => parseSafetensors(buffer)).toThrow(LabError);
    expect(() => parseSafetensors(buffer)).toThrow(message);
    await expect(openSafetensors(new Blob([buffer]))).rejects.toThrow(message);
  });
});

it('knows bytes of typed arrays that are part of a buffer', () => {
  expect([...bytesOf(new Uint16Array([1, 2, 3]).subarray(1))]).toEqual([2, 0, 3, 0]);
});
