/** @file Makes a stranger's text safe to show: removes control characters and those that change its direction. */

/** Line breaks stay; other control characters and those that change the direction of writing are removed. */
export function printable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

export const oneLine = (text: string): string => printable(text).replace(/\s+/gu, ' ').trim();
