/** @file What the page gives to a dialog that it opens. */

export interface PageDialogProps {
  readonly onClose: () => void;
}
