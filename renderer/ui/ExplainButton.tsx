import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from './Button.tsx';
import './ExplainButton.css';

interface ExplainButtonProps {
  readonly children: ReactNode;
  /** Its accessible name, which says what is wrong. */
  readonly label: string;
  readonly explanation: string;
  readonly tone: 'warning' | 'quiet';
  readonly action?: { readonly label: string; readonly onAction: () => void } | undefined;
}

const widthPx = 300;
const roomBelowPx = 200;

/** A small sign in a text that says, when it is pressed, what is the matter there. */
export function ExplainButton({ children, label, explanation, tone, action }: ExplainButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const panelId = useId();
  const [place, setPlace] = useState<{ left: number; top: number; isAbove: boolean } | null>(null);
  const isOpen = place !== null;
  const close = () => setPlace(null);
  const open = () => {
    const box = button.current?.getBoundingClientRect();
    if (!box) return;
    const isAbove = innerHeight - box.bottom < roomBelowPx;
    const left = Math.min(box.left - 20, innerWidth - widthPx - 12);
    setPlace({ left: Math.max(12, left), top: isAbove ? box.top - 8 : box.bottom + 8, isAbove });
  };
  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: PointerEvent) => {
      const { target } = event;
      if (!(target instanceof Node)) return;
      if (!panel.current?.contains(target) && !button.current?.contains(target)) setPlace(null);
    };
    const onScroll = () => setPlace(null);
    addEventListener('pointerdown', onPress, true);
    addEventListener('scroll', onScroll, true);
    return () => {
      removeEventListener('pointerdown', onPress, true);
      removeEventListener('scroll', onScroll, true);
    };
  }, [isOpen]);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`explainButton explainButton-${tone}`}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => (isOpen ? close() : open())}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isOpen) return;
          event.preventDefault();
          close();
        }}
      >
        {children}
      </button>
      {place &&
        createPortal(
          <div
            ref={panel}
            id={panelId}
            role="note"
            className="explainPanel"
            data-above={place.isAbove}
            style={{ left: place.left, top: place.top, width: widthPx }}
          >
            <p>{explanation}</p>
            {action && (
              <Button
                size="small"
                onClick={() => {
                  close();
                  action.onAction();
                }}
              >
                {action.label}
              </Button>
            )}
          </div>,
          document.body,
        )}
    </>
  );
}
