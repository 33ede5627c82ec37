/** @file A notice that stays away for the rest of the visit once it is dismissed. */
import { useLab } from '../store/lab';
import { Notice, type NoticeProps } from './Notice';

export interface DismissibleNoticeProps extends Omit<NoticeProps, 'onDismiss'> {
  /** Names the notice in the store. */
  readonly id: string;
}

export function DismissibleNotice({ id, ...notice }: DismissibleNoticeProps) {
  const dismissed = useLab((lab) => lab.dismissed.includes(id));
  const { dismiss } = useLab.getState();
  return dismissed ? null : <Notice {...notice} onDismiss={() => dismiss(id)} />;
}
