/** @file The words in place of a figure that would answer a lesson's question before its reader does. */
export const WITHHELD = 'shown after your prediction';
