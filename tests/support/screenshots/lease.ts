/** A made-up lease, one text per page. */
export const leasePages: readonly string[] = [
  [
    'Lease agreement',
    'Between Marta Ellerby (the landlord) and Jonas Tvedt (the tenant) for the flat on the second floor of 14 Quay Street, with three rooms, a kitchen, a bathroom and a cellar.',
    '§ 1 The flat',
    '1.1 The flat is let as a home for two persons. Running a trade with visitors needs written consent.',
    '1.2 Four front door keys, two letter box keys and one cellar key are handed over at the start.',
    '1.3 The bicycle room and the courtyard may be used together with the other tenants of the house.',
  ],
  [
    '§ 2 Rent',
    '2.1 The net rent is 940 euros a month. An advance of 160 euros is paid for heating, water and refuse.',
    '2.2 Rent is due on the third working day of each month. The day the money arrives counts.',
    '2.3 The advance is settled once a year by the end of March, with copies of the bills on request.',
    '§ 3 Deposit',
    '3.1 The tenant pays a deposit of two net rents, in up to three equal parts, the first at handover.',
    '3.2 The landlord keeps the deposit apart from her own money, at the interest usual for savings.',
  ],
  [
    '§ 4 Care of the flat',
    '4.1 The landlord repairs the heating, the pipes, the windows and the roof.',
    '4.2 The tenant reports damage without delay and lets workmen in after notice of three days.',
    '4.3 Small repairs to taps, switches and locks up to 90 euros each are paid by the tenant, at most 300 euros a year.',
    '§ 5 Pets and guests',
    '5.1 Small animals are allowed. A dog needs consent, which is refused only for a good reason.',
    '5.2 Guests may stay up to six weeks without asking.',
  ],
  [
    '§ 7 Term and notice',
    '7.1 The tenancy begins on 1 March 2025 and runs for an indefinite period.',
    '7.2 Either party may end the tenancy in writing with a period of three months to the end of a calendar month.',
    "7.3 Where the tenant ends the tenancy within the first twelve months, the landlord may retain a fee of one month's net rent.",
    '7.4 Notice by electronic message alone is not sufficient.',
    '7.5 The right of both parties to end the tenancy at once for an important reason remains.',
  ],
  [
    '§ 8 Handover and return of the deposit',
    '8.1 At the end the flat is returned swept clean, with all keys, on the last working day of the term.',
    '8.2 The deposit is returned within six weeks after handover, less the cost of damage beyond normal wear.',
    '8.3 Both parties sign a record of the state of every room and of all meters.',
    '8.4 Fixtures that the tenant added may stay if the landlord agrees to them in the record.',
  ],
  [
    '§ 9 Other terms',
    '9.1 Changes to this agreement need the written form.',
    '9.2 Should one term be void, the others remain in force.',
    '9.3 The rules of the house are attached. Quiet hours are from ten in the evening to seven in the morning.',
  ],
].map((paragraphs) => paragraphs.join('\n\n'));

export const leaseQuestion = 'How much notice do I have to give, and does the deposit come back in full?';

/** @param sources where the terms on notice, on the fee and on the deposit stand among the passages. */
export function leaseAnswer({
  notice,
  deposit,
}: {
  readonly notice: number;
  readonly deposit: number;
}): string {
  return [
    `You must give **three months' notice in writing**, to the end of a calendar month [${notice}]. If you leave within the first year, the landlord may keep one month's net rent as a fee. An electronic message alone is not enough.`,
    `The deposit comes back **within six weeks** after handover, less the cost of damage beyond normal wear [${deposit}]. The lease does not say who pays for repainting.`,
  ].join('\n\n');
}
