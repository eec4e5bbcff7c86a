import { type PointerEvent, type RefObject, useRef, useState } from 'react';

interface SheetHandleProps {
  readonly panel: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

const [lowest, highest, closingBelow] = [0.28, 0.92, 0.2];

/** Drags the sheet up and down on small screens; far down closes it. Arrow keys do the same. */
export function SheetHandle({ panel, onClose }: SheetHandleProps) {
  const [ratio, setRatio] = useState(0.5);
  const grabbed = useRef<{ readonly y: number; readonly ratio: number } | null>(null);
  const show = (next: number) => {
    const kept = Math.min(highest, Math.max(0.1, next));
    setRatio(kept);
    panel.current?.style.setProperty('--sheet', `${kept * 100}dvh`);
    return kept;
  };
  const onMove = (event: PointerEvent) => {
    if (grabbed.current) show(grabbed.current.ratio + (grabbed.current.y - event.clientY) / innerHeight);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved has no element of its own.
    <div
      className="sheetHandle"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the source"
      aria-valuemin={lowest * 100}
      aria-valuemax={highest * 100}
      aria-valuenow={Math.round(ratio * 100)}
      onPointerDown={(event) => {
        grabbed.current = { y: event.clientY, ratio };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        grabbed.current = null;
        if (ratio < closingBelow) onClose();
        else if (ratio < lowest) show(lowest);
      }}
      onPointerCancel={() => {
        grabbed.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') show(ratio + 0.1);
        if (event.key === 'ArrowDown') show(Math.max(lowest, ratio - 0.1));
      }}
    />
  );
}
