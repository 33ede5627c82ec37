/** @file Draws the lab's figures as SVG documents. The functions are pure: a figure in, text out. */
import type { AccuracyFigure } from '../figures/accuracy/accuracyFigure';
import type { BarFigure } from '../figures/costs/barFigure';
import type { CurvesFigure } from '../figures/curves/curvesFigure';
import type { DifferencesFigure } from '../figures/differences/differencesFigure';
import type { SummaryFigures } from '../figures/summaryFigures';
import type { SweepFigure } from '../figures/sweep/sweepFigure';
import { THEMES } from '../figures/theme';
import { accuracyPanel, accuracyRowHeight } from './accuracyPanel';
import { barPanel } from './barPanel';
import { curvesPanel } from './curvesPanel';
import { footerText, framed, framedGrid, MARGIN, WIDTH } from './frame';
import type { Panel, PanelSize, Paper, Picture } from './input';
import { matrixPanel } from './matrixPanel';
import { scenePanel, type DrawnScene } from './scenePanel';
import { sweepPanel } from './sweepPanel';

export type { Paper, Picture } from './input';

function single<F>(panel: (figure: F, size: PanelSize) => Panel): (figure: F, paper: Paper) => Picture {
  return (figure, { groups, subject, theme }) => {
    const drawn = panel(figure, { width: WIDTH - 2 * MARGIN, theme: THEMES[theme] });
    return framed(drawn, { foot: footerText(subject, groups), theme });
  };
}

export const accuracyPicture: (figure: AccuracyFigure, paper: Paper) => Picture = single(accuracyPanel);
export const barPicture: (figure: BarFigure, paper: Paper) => Picture = single(barPanel);
export const curvesPicture: (figure: CurvesFigure, paper: Paper) => Picture = single(curvesPanel);
export const differencesPicture: (figure: DifferencesFigure, paper: Paper) => Picture = single(matrixPanel);
export const scenePicture: (drawn: DrawnScene, paper: Paper) => Picture = single(scenePanel);
export const sweepPicture: (figure: SweepFigure, paper: Paper) => Picture = single(sweepPanel);

/** Two panels beside each other stay legible on A4 paper. */
const HALF = 450;

/** Four figures in one picture; rows of the first two are beside each other. */
export function fourPanelsPicture(figures: SummaryFigures, { groups, subject, theme }: Paper): Picture {
  const { accuracy, parameters, memory, speed } = figures;
  const size = { width: HALF, theme: THEMES[theme] };
  const rowHeight = groups.length > 12 ? 28 : Math.min(accuracyRowHeight(groups.length), 58);
  const panels = [
    accuracyPanel(accuracy, { ...size, rowHeight }),
    barPanel(parameters, { ...size, rowHeight }),
    barPanel(memory, size),
    barPanel(speed, size),
  ];
  return framedGrid('Accuracy, parameters, memory and speed', panels, HALF, {
    foot: footerText(subject, groups),
    theme,
  });
}
