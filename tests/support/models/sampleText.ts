/** Everyday English and German, from which the made models' vocabularies learn common pieces of words. */
export const sampleText = `
This is a short text about ordinary things. It is here so that the words people use most often become single
tokens: the, of, and, to, in, that, was, for, with, on, as, are, by, be, at, from, this, have, not, but, which, they,
you, were, their, one, all, we, can, her, has, there, been, if, more, when, will, would, who, so, no, said, what, up,
its, about, into, than, them, only, other, time, new, some, could, these, two, may, first, then, do, any, like, my,
now, over, such, our, man, me, even, most, made, after, also, did, many, before, must, through, back, years, where,
much, your, way, well, down, should, because, each, just, those, people, how, too, little, state, good, very, make,
world, still, own, see, men, work, long, get, here, between, both, life, being, under, never, day, same, another,
know, while, last, might, us, great, old, year, off, come, since, against, go, came, right, used, take, three.
Summarise the following part of the document. Answer the question with the passages below and name the page. The
document has several sections; every section is read in order and then combined. You are a helpful assistant who
answers briefly and in the language of the person. Do not invent anything that is not in the text. Keep names,
numbers and dates. Write the result as a list of statements, each with its page range. Question, answer, page,
passage, chapter, table, figure, system, user, assistant, information, government, development, international.
Function, return, const, import, export, string, number, boolean, value, error, result, interface, type, readonly.
Dieser kurze Text handelt von alltäglichen Dingen. Er steht hier, damit die häufigsten Wörter einzelne Zeichen
werden: der, die, das, und, in, zu, den, von, mit, sich, des, auf, für, ist, im, dem, nicht, ein, eine, als, auch,
es, an, werden, aus, er, hat, dass, sie, nach, wird, bei, einer, um, am, sind, noch, wie, einem, über, einen, so,
zum, war, haben, nur, oder, aber, vor, zur, bis, mehr, durch, man, sein, wurde, sei, hatte, kann, gegen, vom, können,
schon, wenn, habe, seine, unter, wir, soll, ich, eines, Jahr, zwei, Jahren, diese, dieser, wieder, keine, seiner,
worden, will, zwischen, immer, was, sagte, gibt, alle, seit, muss, doch, jetzt, drei, neue, damit, bereits, da, ab,
ihre, ohne, sondern, selbst, ersten, nun, etwa, heute, weil, ihm, Menschen, Deutschland, anderen, Zeit, Prozent.
Fasse den folgenden Teil des Dokuments zusammen. Beantworte die Frage mit den Stellen unten und nenne die Seite.
1 2 3 4 5 6 7 8 9 10 11 12 20 30 40 50 60 70 80 90 100 200 500 1000 2024 2025 2026. [1] [2] [3] (1) (2) "..."
`;
