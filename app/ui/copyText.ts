/** @file Puts text on the clipboard, which a browser may refuse: without focus, in a frame, over plain HTTP. */

/** @returns whether the text is on the clipboard */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
