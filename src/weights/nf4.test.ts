import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nf4Sizes, NORMAL_FLOATS } from '../ops/nf4';
import {
  DYNAMIC_MAP,
  meanOf,
  nf4Words,
  packCodes,
  packMagnitudes,
  packNf4,
  roundedToNf4,
  unpackNf4,
  valuesOfWords,
} from './nf4';

/** A case of the fixture, which tools/parity/make_nf4_fixture.py writes with bitsandbytes; arrays are base64. */
interface Case {
  readonly name: string;
  readonly shape: readonly [rows: number, columns: number];
  readonly values: string;
  readonly codes: string;
  readonly magnitudes: string;
  readonly bytes: string;
  readonly nested: string;
  readonly mean: string;
  readonly dequantised: string;
}

interface Fixture {
  readonly bitsandbytes: string;
  readonly normalFloats: string;
  readonly dynamicMap: string;
  readonly cases: readonly Case[];
}

const FIXTURE = JSON.parse(readFileSync(new URL('fixtures/nf4.json', import.meta.url), 'utf8')) as Fixture;

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const floatsOf = (text: string): Float32Array => new Float32Array(bytesOf(text).buffer);
/** The bits, so that not even the sign of a zero may differ. */
const bits = (floats: Float32Array): number[] => [...new Int32Array(Float32Array.from(floats).buffer)];

it('the values and the map of bytes are those of bitsandbytes, bit for bit', () => {
  expect(FIXTURE.bitsandbytes).toBe('0.50.2');
  expect(bits(Float32Array.from(NORMAL_FLOATS))).toEqual(bits(floatsOf(FIXTURE.normalFloats)));
  expect(bits(DYNAMIC_MAP)).toEqual(bits(floatsOf(FIXTURE.dynamicMap)));
});

describe.each(FIXTURE.cases.map((each) => [each.name, each] as const))('%s', (_, wanted) => {
  const values = floatsOf(wanted.values);

  it('has the codes, statistics and values of bitsandbytes, bit for bit', () => {
    const { codes, magnitudes } = packCodes(values);
    expect(Buffer.from(codes).toString('base64') === wanted.codes, 'codes').toBe(true);
    expect(bits(magnitudes)).toEqual(bits(floatsOf(wanted.magnitudes)));
    const [mean] = floatsOf(wanted.mean);
    const statistics = packMagnitudes(magnitudes, mean!);
    expect([...statistics.bytes]).toEqual([...bytesOf(wanted.bytes)]);
    expect(bits(statistics.nested)).toEqual(bits(floatsOf(wanted.nested)));
    const dequantised = unpackNf4({ codes, statistics }, values.length);
    expect(bits(dequantised)).toEqual(bits(floatsOf(wanted.dequantised)));
  });

  it('has a mean within one unit in the last place of PyTorch’s, which sums in another order', () => {
    const [mean] = floatsOf(wanted.mean);
    const own = meanOf(floatsOf(wanted.magnitudes));
    expect(Math.abs(bits(Float32Array.of(own))[0]! - bits(Float32Array.of(mean!))[0]!)).toBeLessThanOrEqual(
      1,
    );
  });

  it('keeps its values in the words for the device', () => {
    const packed = nf4Words(values, 1);
    const { words, statistics } = nf4Sizes(values.length);
    expect([packed.words.length, packed.statistics.length]).toEqual([words, statistics]);
    const own = unpackNf4(packNf4(values), values.length);
    expect(bits(valuesOfWords(packed, 1, values.length))).toEqual(bits(own));
  });
});

it('quantises each module of a stack by itself', () => {
  const values = Float32Array.from({ length: 3 * 20 }, (_, i) => Math.sin(i) * (1 + Math.floor(i / 20)));
  const apart = [0, 1, 2].flatMap((part) => [...roundedToNf4(values.subarray(20 * part, 20 * part + 20), 1)]);
  expect([...roundedToNf4(values, 3)]).toEqual(apart);
  expect([...roundedToNf4(values, 1)]).not.toEqual(apart);
});

it('takes 4.127 bits a value in a large matrix', () => {
  const { words, statistics } = nf4Sizes(768 * 3072);
  expect((32 * (words + statistics)) / (768 * 3072)).toBeCloseTo(4.127, 3);
});

it('fills the last byte of an odd count with the code of 0', () => {
  expect([...packCodes(Float32Array.of(1, -1, 0.5)).codes]).toEqual([0xf0, 0xc7]);
});
