import { expect, test } from 'vitest';
import { alignToHeld, type TokenSpelling } from '../../../electron/engine/process/heldTokens.ts';

/** Tokens are their own text; the tokenizer makes whole words, and marks in angle brackets belong to the format. */
const words: TokenSpelling<string> = {
  tokenize: (text) => text.match(/ ?[^ ]+| +/g) ?? [],
  detokenize: (tokens) => tokens.join(''),
  isSpecialToken: (token) => token.startsWith('<'),
};

const align = (prompt: readonly string[], held: readonly string[]) => alignToHeld(prompt, held, words);

test('keeps the tokens an answer was written in, so that the next question reads only itself', () => {
  const held = ['<user>', 'Hi', '<model>', 'Good', ' mor', 'ning', ' to', ' you'];
  const prompt = [
    '<user>',
    'Hi',
    '<model>',
    'Good',
    ' morning',
    ' to',
    ' you',
    '<user>',
    'Thanks',
    '<model>',
  ];
  expect(align(prompt, held)).toEqual([...held, '<user>', 'Thanks', '<model>']);
});

test('keeps the tokens of every answer of a long chat', () => {
  const held = ['<model>', 'o', 'ne', '<user>', 'and', '<model>', 't', 'wo'];
  const prompt = ['<model>', 'one', '<user>', 'and', '<model>', 'two', '<user>', 'so', '<model>'];
  expect(align(prompt, held)).toEqual([...held, '<user>', 'so', '<model>']);
});

test('adds the last token of a stopped answer, which the context does not hold', () => {
  const held = ['<model>', 'Good', ' mor'];
  expect(align(['<model>', 'Good', ' morning', '<user>'], held)).toEqual([...held, 'ning', '<user>']);
});

test('allows for the white space that a chat drops from the end of an answer', () => {
  expect(align(['<model>', 'Hello', '<user>'], ['<model>', 'Hel', 'lo', ' ', ' ', '<end>'])).toEqual([
    '<model>',
    'Hel',
    'lo',
    '<user>',
  ]);
});

test.each([
  [
    ['<user>', 'cats', '<model>'],
    ['<user>', 'c', 'at', '<model>', 'Yes'],
  ],
  [
    ['<user>', 'dogs', '<model>'],
    ['<user>', 'cats', '<model>', 'Yes'],
  ],
  [['<user>', 'Hi'], []],
  [[], ['<user>', 'Hi']],
  [
    ['<user>', 'Hi'],
    ['<user>', 'Hi', '<model>'],
  ],
])("keeps the tokenizer's tokens for a text that was changed (%j after %j)", (prompt, held) => {
  expect(align(prompt, held)).toEqual(prompt);
});
