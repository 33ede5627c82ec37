/** @file Waits for the page's own type, so that the first rendering has its final measures. */

const FACES = ["400 1rem 'Lab Sans'", "500 1rem 'Lab Serif'", "italic 400 1rem 'Lab Serif'"];

/** Milliseconds to wait. On a slow connection the page appears in the system's type rather than not at all. */
const PATIENCE_MS = 3000;

/** Resolves when all faces are there or have failed, after {@link PATIENCE_MS} at the latest. Never rejects. */
export async function typeReady(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([Promise.allSettled(FACES.map((face) => document.fonts.load(face))), late]);
}
