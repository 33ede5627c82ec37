import { expect, it } from 'vitest';
import { formatStartedOver, formatStartOver } from './formatStartOver';

it('says what starting over does to finished and interrupted trials', () => {
  expect(formatStartOver({ total: 10, finished: 10, interrupted: 0 })).toBe(
    'All 10 trials run again. Each of the 10 finished ones stays until its new result is there. Cancel brings all of them back, and you can undo this later.',
  );
  expect(formatStartOver({ total: 1, finished: 0, interrupted: 1 })).toBe(
    'The trial runs again. The interrupted trial begins again at its first step.',
  );
});

it('names both ways', () => {
  expect(formatStartedOver(1, 'after').text).toBe(
    '1 trial has two results. The new ones are shown and kept.',
  );
  expect(formatStartedOver(3, 'before').swap).toBe('Use the new ones');
});
