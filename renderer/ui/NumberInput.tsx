import { useState } from 'react';

interface NumberInputProps {
  readonly id?: string;
  readonly hintId?: string | undefined;
  readonly label?: string;
  /** Null shows an empty field. */
  readonly value: number | null;
  readonly placeholder?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** Called when the field is emptied; without it the number stays. */
  readonly onClear?: () => void;
}

/** A number that is taken when it is complete: on leaving the field, or with Enter. */
export function NumberInput({ id, hintId, label, value, placeholder, ...rest }: NumberInputProps) {
  const { min, max, step, onChange, onClear } = rest;
  const [text, setText] = useState<string | null>(null);
  const take = () => {
    if (text === null) return;
    const typed = Number(text);
    setText(null);
    if (text.trim() === '' && value !== null) onClear?.();
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
      placeholder={placeholder}
      value={text ?? (value === null ? '' : String(value))}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
