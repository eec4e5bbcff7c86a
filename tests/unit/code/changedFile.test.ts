import { describe, expect, test } from 'vitest';
import { readChangedFile, readNewFile } from '../../../electron/code/changedFile.ts';

const source = `import { log } from './log.ts';

/** Adds. */
export function add(a, b) {
  return a - b;
}

export class Counter {
  count = 0;

  increase() {
    this.count -= 1;
    if (this.count > 10) {
      log('many');
    }
    return this.count;
  }
}

export function report(counter) {
  log(counter.count);
}
`;
const fixed = source.replace('a - b', 'a + b');
const fenced = (code: string) => `Here you are:\n\n\`\`\`js\n${code}\`\`\`\nI corrected it.`;
const read = (answer: string, isComplete = true) => readChangedFile({ source, answer, isComplete });

describe('a whole file', () => {
  // Catches the prose around the code ending up in the file.
  test('is taken out of the answer', () => {
    expect(read(fenced(fixed))).toBe(fixed);
  });

  // Catches the first, shorter example block being taken for the file.
  test('is the longest of several blocks', () => {
    expect(read(`${fenced('return a - b;\n')}\n\n${fenced(fixed)}`)).toBe(fixed);
  });

  // Catches a model that forgets the last fence losing its answer.
  test('may lack the closing fence when the model ended by itself', () => {
    expect(read(`\`\`\`js\n${fixed}`)).toBe(fixed);
  });

  // Catches a stopped answer being offered as a change that deletes the rest of the file.
  test('is not taken from an answer that was cut off', () => {
    expect(read(`\`\`\`js\n${fixed.slice(0, 200)}`, false)).toBeNull();
  });

  // Catches code fences inside a longer fence ending the block.
  test('may hold fences of its own', () => {
    const markdown = 'Use it:\n\n```sh\nrun\n```\n\nDone now.\n';
    const answer = `\`\`\`\`markdown\n${markdown}\`\`\`\``;
    expect(readChangedFile({ source: 'Use it.\n', answer, isComplete: true })).toBe(markdown);
  });

  // Catches lines of the file vanishing behind "the rest is unchanged".
  test.each([
    '// ... rest of the code',
    '# ... existing code ...',
    '/* remaining functions stay the same */',
    '// Rest of the code remains unchanged',
    '...',
  ])('is refused where it leaves lines out: %s', (remark) => {
    expect(read(fenced(`${fixed.split('\n').slice(0, 19).join('\n')}\n${remark}\n`))).toBeNull();
  });

  // Catches ordinary comments being mistaken for such remarks.
  test('may speak of the rest of something', () => {
    const commented = fixed.replace('/** Adds. */', '/** Returns the remaining code points of the class. */');
    expect(read(fenced(commented))).toBe(commented);
  });
});

describe('one changed definition', () => {
  // Catches an answer with one function deleting the rest of the file.
  test('is put back where it came from', () => {
    expect(read(fenced('export function add(a, b) {\n  return a + b;\n}\n'))).toBe(fixed);
  });

  // Catches a method losing the indentation of its class.
  test('gets the indentation of its place', () => {
    const method =
      "increase() {\n  this.count += 1;\n  if (this.count > 10) {\n    log('many');\n  }\n  return this.count;\n}\n";
    expect(read(fenced(method))).toBe(source.replace('-= 1', '+= 1'));
  });

  // Catches the old documentation staying above the new one.
  test('brings its comment along', () => {
    const documented = '/** Adds two numbers. */\nexport function add(a, b) {\n  return a - b;\n}\n';
    expect(read(fenced(documented))).toBe(source.replace('/** Adds. */', '/** Adds two numbers. */'));
  });

  // Catches two definitions replacing one, which would repeat the second.
  test('is refused when there are two', () => {
    const two =
      'export function add(a, b) {\n  return a + b;\n}\n\nexport function report(counter) {\n  log(counter);\n}\n';
    expect(read(fenced(two))).toBeNull();
  });

  // Catches code from elsewhere replacing the file.
  test('is refused when the source has no such place', () => {
    expect(read(fenced('export function divide(a, b) {\n  return a / b;\n}\n'))).toBeNull();
  });

  // Catches a Python function reaching into the next one, because no brace ends it.
  test('ends by indentation in languages without braces', () => {
    const python = `import os\n\ndef first(a):\n    b = a\n    return b\n\n\ndef second(a):\n    return a\n${'x = 1\n'.repeat(9)}`;
    const answer = fenced('def first(a):\n    return a\n');
    expect(readChangedFile({ source: python, answer, isComplete: true })).toBe(
      `import os\n\ndef first(a):\n    return a\n\n\ndef second(a):\n    return a\n${'x = 1\n'.repeat(9)}`,
    );
  });
});

// Catches prose alone being compared with the file.
test('an answer without code changes nothing', () => {
  expect(read('There is nothing to correct.')).toBeNull();
  expect(readNewFile({ answer: 'I cannot.', isComplete: true })).toBeNull();
});

// Catches half a test file being offered after a stop.
test('tests that were cut off are not offered', () => {
  expect(readNewFile({ answer: '```js\ntest(', isComplete: false })).toBeNull();
  expect(readNewFile({ answer: '```js\ntest();\n```', isComplete: false })).toBe('test();\n');
});
