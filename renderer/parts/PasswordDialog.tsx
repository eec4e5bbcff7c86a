import { useId, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import './PasswordDialog.css';

interface PasswordDialogProps {
  readonly fileName: string;
  /** One was entered, and it does not open the file. */
  readonly wasWrong: boolean;
  readonly onPassword: (password: string) => void;
  readonly onClose: () => void;
}

/** Asks for the password of a protected file. */
export function PasswordDialog({ fileName, wasWrong, onPassword, onClose }: PasswordDialogProps) {
  const [password, setPassword] = useState('');
  const [isShown, setIsShown] = useState(false);
  const id = useId();
  return (
    <Dialog title="This file needs a password" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (password !== '') onPassword(password);
        }}
      >
        <div className="dialog-body passwordDialog">
          <label htmlFor={id}>
            Password of <span className="passwordDialog-name">{fileName}</span>
          </label>
          <input
            id={id}
            data-first-focus
            className="textInput"
            type={isShown ? 'text' : 'password'}
            value={password}
            maxLength={1000}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-invalid={wasWrong}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setPassword(event.target.value)}
          />
          {wasWrong && (
            <p className="passwordDialog-wrong" role="alert">
              That password does not open the file. Capital and small letters are different ones.
            </p>
          )}
          <label className="passwordDialog-show">
            <input type="checkbox" checked={isShown} onChange={() => setIsShown(!isShown)} />
            Show what I type
          </label>
          <p id={`${id}-hint`} className="passwordDialog-hint">
            Sotto uses it once, to read the file, and does not keep it. The text it reads lies encrypted in
            your library.
          </p>
        </div>
        <footer className="dialog-actions">
          <Button look="plain" onClick={onClose}>
            Not now
          </Button>
          <Button look="primary" type="submit" disabled={password === ''}>
            Open the file
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
