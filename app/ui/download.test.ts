import { describe, expect, it } from 'vitest';
import { fileStem } from './download';

describe('the name of a file', () => {
  it('keeps letters and digits of any script', () => {
    expect(fileStem('LoRA all r=8')).toBe('LoRA-all-r-8');
    expect(fileStem('Überblick, 上位層')).toBe('Überblick-上位層');
    expect(fileStem('e\u0301tage')).toBe('étage');
  });

  it('has nothing of a path, and is never empty or hidden', () => {
    expect(fileStem('../../etc/passwd')).toBe('etc-passwd');
    expect(fileStem('..')).toBe('trial');
    expect(fileStem('😀')).toBe('trial');
    expect(fileStem('.profile\\x:y')).toBe('profile-x-y');
  });

  it('ends in whole characters, and not in a dash', () => {
    const long = fileStem('𠀀'.repeat(80));
    expect(long).toBe('𠀀'.repeat(50));
    expect(fileStem(`${'a'.repeat(49)} b`)).toBe('a'.repeat(49));
  });
});
