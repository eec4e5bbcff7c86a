/** A source file with two faults, and an answer that mends them. */
export const invoiceSource = `interface Line {
  quantity: number;
  price: number;
}

export function total(lines: Line[]): number {
  let sum = 0;
  for (const line of lines) {
    sum += round(Math.abs(line.quantity) * line.price);
  }
  return sum;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
`;

const mended = invoiceSource
  .replace('round(Math.abs(line.quantity) * line.price)', 'line.quantity * line.price')
  .replace('return sum;', 'return round(sum);');

export const invoiceAnswer = `Refunds have a negative quantity, and \`Math.abs\` turned them into charges. Rounding happened on every line, so cents went missing; it belongs at the end.

\`\`\`ts
${mended}\`\`\`
`;
