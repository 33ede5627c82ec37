import { expect, it } from 'vitest';
import { describeError, isNotLoaded, LabError } from './errors';

it.each([
  'Failed to fetch dynamically imported module: http://lab.example/assets/saveReport-abc.js',
  'error loading dynamically imported module: http://lab.example/assets/saveReport-abc.js',
  'Importing a module script failed.',
  'Unable to preload CSS for /assets/Library-abc.css',
])('tells a part of the build that is gone in words, and how to go on: %s', (said) => {
  const error = new TypeError(said);
  expect(isNotLoaded(error)).toBe(true);
  expect(describeError(error)).toEqual({
    message:
      'What this needs could not be loaded, because the network is gone or a newer version of the lab has taken this one’s place.',
    remedy: 'Save the results, then reload the page.',
  });
});

it('leaves other errors as they are', () => {
  expect(isNotLoaded(new TypeError('Failed to fetch'))).toBe(false);
  expect(describeError(new Error('other')).message).toBe('other');
  expect(describeError(new LabError('What.', 'How.'))).toEqual({ message: 'What.', remedy: 'How.' });
});
