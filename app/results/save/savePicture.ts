/** @file Saves a picture as a download. */
import { carryingType } from '../../../src/fonts/embedded';
import { summaryFigures } from '../../../src/figures/summaryFigures';
import * as pictures from '../../../src/pictures';
import { shownOverlay } from '../../lessons/overlay';
import { useLab } from '../../store/lab';
import { downloadFile } from '../../ui/download';
import { fileName } from './fileName';
import { pageTheme, shownExperimentResults, type Shown } from './shown';
import { toPng } from './toPng';

/** Draws the figure that the page shows. */
export type Draw = (draws: typeof pictures, paper: pictures.Paper) => pictures.Picture;

/** An SVG is for printing, so its ground is white; a PNG has the page's ground. @returns the file's name */
export async function savePicture(
  what: string,
  draw: Draw,
  kind: 'svg' | 'png',
  { groups, subject, of }: Pick<Shown, 'groups' | 'subject' | 'of'>,
): Promise<string> {
  const theme = kind === 'svg' ? 'light' : pageTheme();
  const drawn = draw(pictures, { groups, subject, theme });
  const picture = { ...drawn, svg: carryingType(drawn.svg) };
  const blob = kind === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await toPng(picture);
  const name = fileName(what, of, new Date(), kind);
  downloadFile(name, blob);
  return name;
}

/** Saves the summary picture of the lab's experiment. */
export function saveLineUp(kind: 'svg' | 'png'): Promise<string> {
  const page = shownExperimentResults();
  const published = shownOverlay(useLab.getState());
  const figures = summaryFigures(page.groups, page.subject, page.estimated, published);
  return savePicture('results', (draws, paper) => draws.lineUpPicture(figures, paper), kind, page);
}
