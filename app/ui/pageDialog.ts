/** @file What the page passes to a dialog that it opens. */

export interface PageDialogProps {
  readonly onClose: () => void;
}
