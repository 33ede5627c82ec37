import { describe, expect, it } from 'vitest';
import { LabError } from '../errors';
import { parseSafetensors } from './safetensors';

function file(header: unknown, data: Uint8Array = new Uint8Array(), length?: number): ArrayBuffer {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes.buffer;
}

const bytesOf = (values: ArrayBufferView): Uint8Array => new Uint8Array(values.buffer as ArrayBuffer);

it('reads float32, float16, bfloat16 and int32', () => {
  const data = new Uint8Array([
    ...bytesOf(new Float32Array([1.5, -2])),
    ...bytesOf(new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7c00])), // 1, -2, 2^-24, infinity
    ...bytesOf(new Uint16Array([0x3fc0, 0xc000])), // 1.5, -2
    ...bytesOf(new Int32Array([7, -1])),
  ]);
  const tensors = parseSafetensors(
    file(
      {
        __metadata__: { format: 'pt' },
        a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        b: { dtype: 'F16', shape: [2, 2], data_offsets: [8, 16] },
        c: { dtype: 'BF16', shape: [2], data_offsets: [16, 20] },
        d: { dtype: 'I32', shape: [2], data_offsets: [20, 28] },
      },
      data,
    ),
  );
  expect([...tensors.get('a')!.values]).toEqual([1.5, -2]);
  expect([...tensors.get('b')!.values]).toEqual([1, -2, 2 ** -24, Infinity]);
  expect(tensors.get('b')!.shape).toEqual([2, 2]);
  expect([...tensors.get('c')!.values]).toEqual([1.5, -2]);
  expect([...tensors.get('d')!.values]).toEqual([7, -1]);
  expect([...tensors.keys()]).toEqual(['a', 'b', 'c', 'd']);
});

describe('a file that lies', () => {
  const entry = (fields: object): ArrayBuffer =>
    file({ weight: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } }, new Uint8Array(8));
  it.each([
    ['is too short', new ArrayBuffer(4), /shorter/],
    ['claims a long header', file({}, new Uint8Array(), 2 ** 40), /claims a header/],
    ['has no JSON header', file('{nope'), /not JSON/],
    ['has an unknown type', entry({ dtype: 'F8' }), /weight.*"F8"/],
    ['has a type of the prototype', entry({ dtype: 'constructor' }), /weight.*constructor/],
    ['has offsets behind its end', entry({ data_offsets: [4, 12] }), /weight.*does not fit/],
    ['has another shape than bytes', entry({ shape: [3] }), /weight.*does not fit/],
    ['has a negative extent', entry({ shape: [-2] }), /weight.*shape/],
    ['has null for a tensor', file({ weight: null }), /weight/],
  ])('that %s is refused by name', (_, buffer, message) => {
    expect(() => parseSafetensors(buffer)).toThrow(LabError);
    expect(() => parseSafetensors(buffer)).toThrow(message);
  });
});
