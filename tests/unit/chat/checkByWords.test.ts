import { expect, test } from 'vitest';
import { checkByWords } from '../../../electron/chat/verify/checkByWords.ts';
import { leaseSearcher } from './testChat.ts';

const lease = `Lease agreement · 7 Term and notice
The tenancy begins on 1 March 2025 and runs for an indefinite period. Either party may end the tenancy in writing with a period of three months to the end of a calendar month. Notice by electronic message alone is not sufficient. The monthly rent is 1,250.50 euros, of which 180 euros are for heating. The landlord is Miriam Osei, Harbour Street 4.`;
const table = `Sales
Region | 2022 | 2023
North | 410 | 512
South | 380 | 295`;
const german = `Mietvertrag
Die Kaution beträgt zwei Monatsmieten und wird binnen sechs Wochen nach der Rückgabe ausgezahlt.`;

const check = (sentence: string, passage = lease, language = 'en', question = '') =>
  checkByWords({
    sentence,
    question,
    passages: [{ text: passage, language }],
    wording: leaseSearcher.wording,
  });

// Catches sentences being marked although the passage says them in slightly other words, numbers or dates.
test.each([
  ['Either party can end the tenancy in writing with three months notice.'],
  ['The tenancy begins on 01.03.2025.'],
  ['The monthly rent is 1.250,50 euros.'],
  ['The landlord is Miriam Osei.'],
  ['Electronic messages alone are not sufficient as notice.'],
])('"%s" is supported', (sentence) => {
  expect(check(sentence).verdict).toBe('supported');
});

// Catches invented numbers, dates and names passing because the rest of the sentence is right.
test.each([
  ['The tenancy begins on 1 March 2024.', ['2024']],
  ['The monthly rent is 1,350.50 euros.', ['1,350.50']],
  ['The landlord is Miriam Kowalski.', ['Kowalski']],
  ['Pets need a written permission of the housing cooperative.', []],
])('"%s" is not supported', (sentence, missing) => {
  expect(check(sentence)).toEqual({ verdict: 'unsupported', missing });
});

// Catches words deciding what they cannot: a turned meaning, other words, a small number that may be spelled out.
test.each([
  ['Notice by electronic message alone is sufficient.'],
  ['The contract may be terminated by both sides at a quarter of a year’s warning.'],
  ['The notice period is 3 months.'],
])('"%s" is left to a reader', (sentence) => {
  expect(check(sentence).verdict).toBe('undecided');
});

test('a cell of a table is found in its row, and one of another row is not taken for it', () => {
  expect(check('In 2023 the North region sold 512.', table).verdict).toBe('supported');
  expect(check('In 2023 the South region sold 512.', table).verdict).toBe('undecided');
  expect(check('In 2023 the North region sold 600.', table)).toEqual({
    verdict: 'unsupported',
    missing: ['600'],
  });
});

test('an answer in another language is left to a reader, unless a number is wrong', () => {
  expect(check('The deposit is paid back within six weeks after the return.', german, 'de').verdict).toBe(
    'undecided',
  );
  expect(check('The deposit of 900 euros is paid back to the tenant.', german, 'de')).toEqual({
    verdict: 'unsupported',
    missing: ['900'],
  });
});

test('Chinese and German sentences are compared by their own rules', () => {
  const chinese = '租赁合同\n租期从2025年3月1日开始。押金为两个月租金。';
  expect(check('押金为两个月租金。', chinese, 'zh').verdict).toBe('supported');
  expect(check('租期从2026年3月1日开始。', chinese, 'zh').verdict).toBe('unsupported');
  expect(check('Die Kaution wird sechs Wochen nach Rückgabe ausgezahlt.', german, 'de').verdict).toBe(
    'supported',
  );
});

test('what the question names may be said again', () => {
  const question = 'How much notice does Anna Berg have to give?';
  expect(
    check('Anna Berg must end the tenancy in writing, three months ahead.', lease, 'en', question),
  ).toEqual({
    verdict: 'supported',
    missing: [],
  });
});
