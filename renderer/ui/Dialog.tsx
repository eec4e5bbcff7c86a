import { type ReactNode, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { Button, IconButton } from './Button.tsx';
import './Dialog.css';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly width?: 'narrow' | 'wide';
  /** The heading is for screen readers only. */
  readonly isTitleHidden?: boolean;
}

/**
 * A modal dialog; open while it is mounted. The browser keeps the focus inside and gives it back. What has
 * `data-first-focus` is focused first: React's `autoFocus` comes too early, before the dialog can be seen.
 */
export function Dialog({ title, onClose, children, actions, width = 'narrow', isTitleHidden }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it through onCancel; the click is on the backdrop.
    <dialog
      ref={element}
      className={`dialog dialog-${width}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // The file chooser's cancel event bubbles up to here.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog-sheet">
        <header className={isTitleHidden ? 'onlyForReaders' : 'dialog-header'}>
          <h2 id={titleId}>{title}</h2>
          {!isTitleHidden && <IconButton label="Close" icon={<CloseIcon />} onClick={onClose} />}
        </header>
        {children}
        {actions && <footer className="dialog-actions">{actions}</footer>}
      </div>
    </dialog>,
    document.body,
  );
}

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly look?: 'primary' | 'danger';
  /** What was confirmed is being done. */
  readonly isWorking?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is done. Who asks closes it. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  look = 'danger',
  isWorking = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button look="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button look={look} disabled={isWorking} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="dialog-body">{children}</div>
    </Dialog>
  );
}
