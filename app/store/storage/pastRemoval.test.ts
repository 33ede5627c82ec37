import { expect, it, vi } from 'vitest';
import { pastRemoval } from './pastRemoval';

const failing = (name: string) => new DOMException('gone', name);

it.each(['AbortError', 'InvalidStateError'])('tries once more after an %s', async (name) => {
  const work = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(failing(name))
    .mockResolvedValue('stored');
  await expect(pastRemoval(work)).resolves.toBe('stored');
  expect(work).toHaveBeenCalledTimes(2);
});

it('does not try a third time', async () => {
  const work = vi.fn<() => Promise<string>>().mockRejectedValue(failing('AbortError'));
  await expect(pastRemoval(work)).rejects.toThrow('gone');
  expect(work).toHaveBeenCalledTimes(2);
});

it('leaves a full disk to whoever asked', async () => {
  const work = vi.fn<() => Promise<string>>().mockRejectedValue(failing('QuotaExceededError'));
  await expect(pastRemoval(work)).rejects.toThrow('gone');
  expect(work).toHaveBeenCalledTimes(1);
});
