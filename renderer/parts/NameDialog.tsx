import { type ReactNode, useState } from 'react';
import type { Result } from '../../shared/result.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import type { ShownError } from '../words/errors.ts';
import { FailureNotice } from './FailureNotice.tsx';

interface NameDialogProps<Named> {
  readonly title: string;
  /** What is asked for, for example 'Title'. */
  readonly label: string;
  /** Empty for something new. */
  readonly name: string;
  /** UTF-16 units. */
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly saveLabel: string;
  /** What the name is for. */
  readonly children?: ReactNode;
  /** @param name trimmed, not empty. */
  readonly save: (name: string) => Promise<Result<Named, ShownError>>;
  readonly onSaved: (named: Named) => void;
  readonly onClose: () => void;
}

/** Asks for a name; stays open, and says why, where it could not be given. */
export function NameDialog<Named>(props: NameDialogProps<Named>) {
  const [name, setName] = useState(props.name);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const save = async () => {
    setIsSaving(true);
    const saved = await props.save(name.trim());
    setIsSaving(false);
    if (saved.ok) props.onSaved(saved.value);
    else setError(saved.error);
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="dialog-body">
          <input
            className="textInput"
            aria-label={props.label}
            placeholder={props.placeholder}
            maxLength={props.maxLength}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
            data-first-focus
          />
          {props.children}
          {error && <FailureNotice error={error} />}
        </div>
        <footer className="dialog-actions">
          <Button look="plain" onClick={props.onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={name.trim() === '' || isSaving}>
            {props.saveLabel}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
