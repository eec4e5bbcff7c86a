/** A number as people write it: `digits` / 10^`scale`, without the noise of binary fractions. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export const zero: Decimal = { digits: 0n, scale: 0 };
/** A quotient that goes on for ever is rounded so many places after those of its terms. */
const quotientPlaces = 6;

/** @param text an optional minus, digits, and at most one point. */
export function toDecimal(text: string): Decimal {
  const [whole = '0', fraction = ''] = text.split('.');
  return { digits: BigInt(`${whole}${fraction}`), scale: fraction.length };
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { digits: scaled(left, scale) + scaled(right, scale), scale };
}

/** Below, at or above 0, as `sort` wants it. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = scaled(left, scale) - scaled(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rounds halves away from zero. @param count at least 1. */
export function divideByCount(
  value: Decimal,
  count: number,
): { readonly value: Decimal; readonly isRounded: boolean } {
  const scale = value.scale + quotientPlaces;
  const numerator = scaled(value, scale);
  const divisor = BigInt(count);
  const quotient = numerator / divisor;
  const rest = numerator % divisor;
  const isUp = (rest < 0n ? -rest : rest) * 2n >= divisor && rest !== 0n;
  const digits = isUp ? quotient + (numerator < 0n ? -1n : 1n) : quotient;
  return { value: withoutZeros({ digits, scale }, value.scale), isRounded: rest !== 0n };
}

/** For example '-1234.50'; as many places as the value has. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = all.slice(0, all.length - scale);
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${all.slice(all.length - scale)}`;
}

function scaled(value: Decimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale);
}

function withoutZeros(value: Decimal, leastScale: number): Decimal {
  let { digits, scale } = value;
  while (scale > leastScale && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return { digits, scale };
}
