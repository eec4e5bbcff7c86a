import { useId, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import { DocumentChoice } from '../../parts/DocumentChoice.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ChevronDownIcon } from '../../ui/icons.tsx';

interface DocumentFieldProps {
  readonly label: string;
  /** Null: none is chosen yet. */
  readonly document: Document | null;
  /** The one it is compared with, for which it cannot be chosen again. */
  readonly other: Document | null;
  readonly isDisabled: boolean;
  readonly onChange: (document: Document) => void;
}

/** One document out of all of them, found by its name. */
export function DocumentField({ label, document, other, isDisabled, onChange }: DocumentFieldProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div className="documentField">
      <span className="documentField-label" id={id}>
        {label}
      </span>
      <button
        type="button"
        className="documentField-choice"
        aria-labelledby={`${id} ${id}-value`}
        aria-haspopup="dialog"
        disabled={isDisabled}
        onClick={() => setIsOpen(true)}
      >
        <span className="documentField-words" id={`${id}-value`}>
          {document ? (
            <>
              <span className="documentField-title" dir="auto">
                {document.title}
              </span>
              {document.fileName !== document.title && (
                <span className="documentField-file">{document.fileName}</span>
              )}
            </>
          ) : (
            'Choose a document'
          )}
        </span>
        <ChevronDownIcon />
      </button>
      {isOpen && (
        <Dialog title={label} onClose={() => setIsOpen(false)}>
          <DocumentChoice
            choose="one"
            isChosen={(one) => one.id === document?.id}
            whyFixed={(one) => (one.id === other?.id ? 'the other document' : null)}
            onToggle={(one) => {
              onChange(one);
              setIsOpen(false);
            }}
          />
        </Dialog>
      )}
    </div>
  );
}
