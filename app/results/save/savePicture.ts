/** @file One of the lab's pictures into the browser's downloads. */
import * as pictures from '../../../src/pictures';
import { downloadFile } from '../download';
import { fileName } from './fileName';
import { pageTheme, shown, type Shown } from './shown';
import { toPng } from './toPng';

/** Chooses the picture, and what of it the figure has set. */
export type Draw = (all: typeof pictures, of: pictures.PictureOf, page: Shown) => pictures.Picture;

/**
 * SVG is for print, and so on white; PNG has the page's ground.
 * @param groups those that the figure shows; left out, all
 */
export async function savePicture(
  what: string,
  draw: Draw,
  kind: 'svg' | 'png',
  groups?: readonly pictures.ScenarioResults[],
): Promise<string> {
  const page = shown();
  const theme = kind === 'svg' ? 'light' : pageTheme();
  const picture = draw(pictures, { groups: groups ?? page.groups, subject: page.subject, theme }, page);
  const blob = kind === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await toPng(picture);
  const name = fileName(what, page.subject.model, new Date(), kind);
  downloadFile(name, blob);
  return name;
}

/** The summary of everything. */
export const saveFourPanels = (kind: 'svg' | 'png'): Promise<string> =>
  savePicture('results', (all, of, { foreseen }) => all.fourPanelsPicture(of, 'zoomed', foreseen), kind);
