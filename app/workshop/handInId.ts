/** @file The id of the section where results are handed in, which loads later than the link to it. */
export const HAND_IN_ID = 'hand-in';
