/** @file A stranger's text as it can be shown: without characters that nobody sees or that turn the text around. */

/** Line breaks stay; other control characters, and those that turn the direction of writing, go. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

export const oneLine = (text: string): string => printable(text).replace(/\s+/gu, ' ').trim();
