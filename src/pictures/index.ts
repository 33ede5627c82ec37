/** @file Draws the lab's figures as SVG documents. The functions are pure: a figure in, text out. */
import type { AccuracyFigure } from '../figures/accuracy/accuracyFigure';
import type { BarFigure } from '../figures/costs/barFigure';
import type { CurvesFigure } from '../figures/curves/curvesFigure';
import type { ChoicesFigure } from '../figures/choices/choicesFigure';
import type { DifferencesFigure } from '../figures/differences/differencesFigure';
import type { FrontFigure } from '../figures/front/frontFigure';
import type { HeatFigure } from '../figures/scores/heatFigure';
import type { RankFigure } from '../figures/rank/rankFigure';
import type { SweepFigure } from '../figures/sweep/sweepFigure';
import { THEMES } from '../figures/theme';
import { accuracyPanel } from './accuracyPanel';
import { barPanel } from './barPanel';
import { choicesPanel } from './choicesPanel';
import { curvesPanel } from './curvesPanel';
import { footerText, framed, MARGIN, WIDTH } from './frame';
import { frontPanel } from './frontPanel';
import type { Panel, PanelSize, Paper, Picture } from './input';
import { heatPanel } from './heatPanel';
import { lineUpPanel, type LineUp } from './lineUpPanel';
import { matrixPanel } from './matrixPanel';
import { rankPanel } from './rankPanel';
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
export const choicesPicture: (figure: ChoicesFigure, paper: Paper) => Picture = single(choicesPanel);
export const frontPicture: (figure: FrontFigure, paper: Paper) => Picture = single(frontPanel);
export const heatPicture: (figure: HeatFigure, paper: Paper) => Picture = single(heatPanel);
export const rankPicture: (figure: RankFigure, paper: Paper) => Picture = single(rankPanel);
export const scenePicture: (drawn: DrawnScene, paper: Paper) => Picture = single(scenePanel);
export const sweepPicture: (figure: SweepFigure, paper: Paper) => Picture = single(sweepPanel);

/** Draws figures side by side, one row a scenario through all of them, as wide as they are. */
export function lineUpPicture(figures: LineUp, { groups, subject, theme }: Paper): Picture {
  const { panel, width } = lineUpPanel(figures, THEMES[theme]);
  return framed(panel, { foot: footerText(subject, groups), theme }, width + 2 * MARGIN);
}
