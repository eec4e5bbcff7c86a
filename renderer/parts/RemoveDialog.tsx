import { type ReactNode, useState } from 'react';
import type { Result } from '../../shared/result.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import type { ShownError } from '../words/errors.ts';
import { FailureNotice } from './FailureNotice.tsx';

interface RemoveDialogProps {
  readonly title: string;
  /** What goes and what stays. */
  readonly children: ReactNode;
  readonly confirmLabel: 'Delete' | 'Remove';
  readonly remove: () => Promise<Result<unknown, ShownError>>;
  readonly onRemoved?: () => void;
  readonly onClose: () => void;
}

/** Asks before something is removed; stays open, and says why, where that failed. */
export function RemoveDialog({
  title,
  children,
  confirmLabel,
  remove,
  onRemoved,
  onClose,
}: RemoveDialogProps) {
  const [isRemoving, setIsRemoving] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const confirm = async () => {
    setIsRemoving(true);
    const removed = await remove();
    setIsRemoving(false);
    if (!removed.ok) return setError(removed.error);
    onClose();
    onRemoved?.();
  };
  return (
    <ConfirmDialog
      title={title}
      confirmLabel={confirmLabel}
      isWorking={isRemoving}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {children}
      {error && <FailureNotice error={error} />}
    </ConfirmDialog>
  );
}
