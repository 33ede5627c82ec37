import { describe, expect, it } from 'vitest';
import { storedSpeeds } from './speedSlice';

describe('storedSpeeds', () => {
  it('keeps what was measured, and forgets what cannot have been', () => {
    const good = { 'm, webgpu, gpu': { lora: 120.5, full: 80 } };
    expect(storedSpeeds(JSON.stringify(good))).toEqual(good);
    expect(storedSpeeds('{"a":{"lora":-1,"full":"fast","other":3,"classifier":9},"b":7}')).toEqual({
      a: { classifier: 9 },
    });
  });

  it.each([null, '', '{', 'null', '7'])('is empty for %j', (text) => {
    expect(storedSpeeds(text)).toEqual({});
  });
});
