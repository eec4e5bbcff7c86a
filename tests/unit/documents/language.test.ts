import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../electron/documents/parse/language.ts';

describe('telling the language', () => {
  it.each([
    ['en', 'The committee met on Tuesday to discuss the new budget for the coming year.'],
    ['de', 'Der Ausschuss traf sich am Dienstag, um über den neuen Haushalt zu sprechen.'],
    ['fr', 'Le comité s’est réuni mardi pour discuter du nouveau budget de l’année.'],
    ['es', 'El comité se reunió el martes para discutir el nuevo presupuesto del año.'],
    ['it', 'Il comitato si è riunito martedì per discutere il nuovo bilancio dell’anno.'],
    ['pt', 'A comissão reuniu-se na terça-feira para discutir o novo orçamento do ano.'],
    ['nl', 'De commissie kwam dinsdag bijeen om de nieuwe begroting te bespreken.'],
    ['pl', 'Komisja spotkała się we wtorek, aby omówić nowy budżet na przyszły rok.'],
    ['tr', 'Komite, yeni bütçeyi görüşmek üzere salı günü bir araya geldi.'],
    ['ru', 'Комитет собрался во вторник, чтобы обсудить новый бюджет на следующий год.'],
    ['ar', 'اجتمعت اللجنة يوم الثلاثاء لمناقشة الميزانية الجديدة للعام المقبل.'],
    ['hi', 'समिति ने मंगलवार को नए बजट पर चर्चा करने के लिए बैठक की।'],
    ['ja', '委員会は火曜日に新しい予算について話し合った。'],
    ['zh', '委员会星期二开会讨论新的预算。'],
    ['ko', '위원회는 화요일에 새로운 예산을 논의하기 위해 모였다.'],
  ])('knows %s', (language, text) => {
    expect(detectLanguage([text])).toBe(language);
  });

  it('goes by most of the document, not by its first page', () => {
    const german = 'Eine Teilmenge ist genau dann kompakt, wenn sie beschränkt und abgeschlossen ist.';
    const english = 'This work is licensed under a Creative Commons licence and may be shared freely.';
    expect(detectLanguage([english, ...Array.from({ length: 40 }, () => german)])).toBe('de');
  });

  // Catches a language told by the first lines alone, which is all that the detector itself looks at.
  it('goes by most of the document, however long its front matter', () => {
    const german = 'Eine Teilmenge ist genau dann kompakt, wenn sie beschränkt und abgeschlossen ist.';
    const english = 'This work is licensed under a Creative Commons licence and may be shared freely by all.';
    const texts = [...Array.from({ length: 10 }, () => english), ...Array.from({ length: 40 }, () => german)];
    expect(detectLanguage(texts)).toBe('de');
    expect(detectLanguage([...texts].reverse())).toBe('de');
  });

  it.each([
    ['numbers', '12 + 30 = 42'],
    ['a name', 'Ada'],
    ['nothing', ''],
  ])('does not guess from %s', (_, text) => {
    expect(detectLanguage([text])).toBeNull();
  });
});
