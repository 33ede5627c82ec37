/** @file Round learning rates on a logarithmic axis. */

/** 1, 2 and 5 of each decade within the range; where there are more than seven, the 1 alone. @param least above 0 */
export function rateTicks(least: number, most: number): number[] {
  const decades: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++)
    decades.push(power);
  const within = (figures: readonly number[]): number[] =>
    decades
      .flatMap((power) => figures.map((figure) => Number(`${figure}e${power}`)))
      .filter((rate) => rate >= least * 0.95 && rate <= most * 1.05);
  const fine = within([1, 2, 5]);
  return fine.length > 7 ? within([1]) : fine;
}
