import { useState } from 'react';

interface NumberInputProps {
  readonly id?: string;
  readonly hintId?: string | undefined;
  readonly label?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}

/** A number that is taken when it is complete: on leaving the field, or with Enter. */
export function NumberInput({ id, hintId, label, value, min, max, step, onChange }: NumberInputProps) {
  const [text, setText] = useState<string | null>(null);
  const take = () => {
    if (text === null) return;
    const typed = Number(text);
    setText(null);
    if (text.trim() === '' || !Number.isFinite(typed)) return;
    const bounded = Math.min(max, Math.max(min, step >= 1 ? Math.round(typed) : typed));
    if (bounded !== value) onChange(bounded);
  };
  return (
    <input
      id={id}
      aria-label={label}
      aria-describedby={hintId}
      className="textInput textInput-short"
      type="number"
      inputMode="decimal"
      min={min}
      max={max}
      step={step}
      value={text ?? String(value)}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
