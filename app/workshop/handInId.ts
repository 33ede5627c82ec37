/** @file Where results are handed in. */
export const HAND_IN_ID = 'hand-in';
