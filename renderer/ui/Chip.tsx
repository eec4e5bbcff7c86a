import { type ReactNode, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import './Chip.css';

/** A quiet label. */
export function Chip({ children }: { readonly children: ReactNode }) {
  return <span className="chip">{children}</span>;
}

interface QuoteChipProps {
  readonly children: ReactNode;
  /** Its accessible name, for example 'Source 2: Lease agreement, page 4'. */
  readonly label: string;
  /** The quoted words, shown on hover and focus. */
  readonly quote?: string | undefined;
  readonly onOpen: () => void;
}

const tipWidthPx = 320;

/** An amber mark of something quoted from a document. */
export function QuoteChip({ children, label, quote, onOpen }: QuoteChipProps) {
  const button = useRef<HTMLButtonElement>(null);
  const tipId = useId();
  const [place, setPlace] = useState<{ left: number; top: number; isAbove: boolean } | null>(null);
  const show = () => {
    const box = button.current?.getBoundingClientRect();
    if (!box || !quote) return;
    const isAbove = box.top > 180;
    const left = Math.min(
      Math.max(12, box.left + box.width / 2 - tipWidthPx / 2),
      innerWidth - tipWidthPx - 12,
    );
    setPlace({ left: Math.max(12, left), top: isAbove ? box.top - 8 : box.bottom + 8, isAbove });
  };
  const hide = () => setPlace(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="quoteChip"
        aria-label={label}
        aria-describedby={place ? tipId : undefined}
        onClick={() => {
          hide();
          onOpen();
        }}
        onPointerEnter={(event) => event.pointerType === 'mouse' && show()}
        onPointerLeave={hide}
        onFocus={(event) => event.target.matches(':focus-visible') && show()}
        onBlur={hide}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {children}
      </button>
      {place &&
        createPortal(
          <span
            id={tipId}
            role="tooltip"
            className="quoteTip"
            data-above={place.isAbove}
            style={{ left: place.left, top: place.top }}
          >
            {quote}
          </span>,
          document.body,
        )}
    </>
  );
}
