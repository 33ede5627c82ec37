/** @file How many rows of the data set the chosen length cuts. */
import { describeTokenNotes } from '../../src/data/tokenNotes';
import { currentNotes } from '../store/sources/dataNotesSlice';
import { useLab } from '../store/lab';

export function LengthNote() {
  const notes = useLab(currentNotes);
  return notes && <p className="caption">{describeTokenNotes(notes)}</p>;
}
