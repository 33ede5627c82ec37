/** @file The name of the file that a participant hands in. */

const MAX_STEM = 40;

/** What a file's name can carry of a person's text: letters and digits of any script, joined by dashes. */
function stem(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, MAX_STEM)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/^-+|-+$/g, '');
}

/**
 * `lora-lab-monday-Ada.json`; the name may be left out.
 * @param workshop its title, or its id if it has none
 */
export function participantFile(workshop: string, participant: string): string {
  const parts = ['lora-lab', stem(workshop) || 'workshop', stem(participant)];
  return `${parts.filter((part) => part !== '').join('-')}.json`;
}
