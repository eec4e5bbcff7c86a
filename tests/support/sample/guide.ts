/** The sample document's text, written for Sotto. */
export interface Section {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

export const title = 'A short guide to renting a flat';

export const sections: readonly Section[] = [
  {
    heading: 'Why this guide',
    paragraphs: [
      'A flat is, for most people, the largest contract they sign without anyone looking over their shoulder. It is signed in a hurry, often in a stairwell, and read properly only when something has already gone wrong. This guide follows a tenancy from the first advertisement to the last handshake, and says at each step what is worth writing down.',
      'Rules differ from country to country and sometimes from town to town. Treat what follows as a list of questions to ask, not as law. Where a number is given, such as a notice period or the size of a deposit, look up the number that holds where you live.',
    ],
  },
  {
    heading: 'What you can afford',
    paragraphs: [
      'Begin with the whole cost of living in a place, not with the rent alone. Add heating, electricity, water, waste, internet, insurance, and the way to work. Two flats with the same rent can differ by a quarter once these are counted, and an old building with single windows will show its price every January.',
      'A common rule says that rent and running costs together should stay under a third of what you earn after tax. The rule is crude, but it has one merit: it forces you to write the sum down. If the sum is more than a third, decide beforehand what you would give up for the flat, because you will be giving it up every month.',
      'Keep three months of rent aside before you start looking. One month goes to the deposit, one to moving, and one to the things nobody thinks of, such as a washing machine, a curtain rail, or paying two rents for the weeks in which both contracts run.',
    ],
  },
  {
    heading: 'Reading an advertisement',
    paragraphs: [
      'An advertisement is written to bring you to the door. Look for what it leaves out. No floor named often means the ground floor; no heating named often means electric heaters; a photograph of the kitchen taken from the corridor means that the kitchen is as wide as the corridor.',
      'Be careful with an offer that is clearly cheaper than its neighbours. Someone who is abroad, cannot show the flat, and asks for money before a viewing is not a landlord. Never pay for a viewing, for a key sent by post, or for a place on a list, and never send a copy of your passport before you have stood in the flat.',
    ],
  },
  {
    heading: 'The viewing',
    paragraphs: [
      'Visit twice if you can, once in daylight and once in the evening. Daylight shows damp and dust; the evening shows neighbours, traffic and how safe the way home feels. Ten minutes alone on the staircase tell more about a building than an hour with the agent.',
      'Turn things on. Run the hot water until it is hot and count how long that takes. Flush the toilet while the shower runs. Open and close every window. Put a telephone to charge in each room. Look under the sink, behind the wardrobe and along the outer walls: a dark edge, a smell of earth or fresh paint on one wall only are the usual signs of damp.',
      'Ask the same five questions everywhere, so that the answers can be compared. Why is the last tenant leaving? What did heating cost last year, and may I see the bill? Who repairs things, and how quickly? Is any building work planned in the house or next door? Which rules does the house have about music, pets, bicycles and visitors?',
    ],
  },
  {
    heading: 'The agreement',
    paragraphs: [
      'Ask for the agreement a day before you sign it, and read it where it is quiet. Six points deserve most of your attention: who the parties are, what exactly is rented, how long the agreement runs, what is paid and when it may rise, who repairs what, and how either side may end it.',
      'The description of what is rented should name everything you were shown: the cellar, the parking space, the furniture, the garden. What is not in the agreement is a favour, and favours end when the owner changes. The same holds for promises. If the landlord says that the bathroom will be renewed in spring, have the sentence added by hand and signed by both.',
      'A fixed term protects you from notice and binds you at the same time. Before you agree to one, imagine that your work moves to another city after half a year. If leaving early would be costly, ask for a clause that lets you propose a new tenant, or that ends the term with two months of notice.',
      'Rent increases are the part most often misunderstood. An agreement may tie the rent to a price index, raise it by fixed steps, or leave it to the law. Each is legitimate somewhere, but you should be able to say, in one sentence, what the rent can be in three years. If you cannot, ask until you can.',
    ],
  },
  {
    heading: 'On the day you sign',
    paragraphs: [
      'Take with you an identity card, proof of income, the answers to your five questions, and someone who reads slowly. Check that the names, the address, the floor and the sum in the agreement are the ones you were told. Have every change written on both copies and signed by both sides. Leave with a copy that bears both signatures, the account for the rent, the telephone number for emergencies and the date on which you get the keys.',
    ],
  },
  {
    heading: 'The deposit',
    paragraphs: [
      "A deposit is your money, held by someone else in case you owe something at the end. It is not the last month of rent, and it does not pay for ordinary wear. In many places its size is limited, often to two or three months of rent, and it must be kept apart from the landlord's own money.",
      'Pay it by bank transfer with a clear reference, never in cash. Ask where it is held and whether it earns interest. Keep the receipt together with the agreement, because you will need both on the day you leave, which may be many years from now.',
    ],
  },
  {
    heading: 'Moving in',
    paragraphs: [
      'The single most useful hour of a tenancy is spent on the inventory. Walk through every room with the landlord, write down each scratch, stain and missing screw, read the meters, count the keys, and have both of you sign the sheet. Photograph everything with the date visible, and send the pictures to the landlord the same evening, so that nobody can say later when they were taken.',
      'In the first week, find the stopcock for the water, the fuse box and the valve for the gas, and write on a piece of paper how each is turned off. Learn which day the bins are emptied. Introduce yourself to the people above and below; most quarrels between neighbours begin between strangers.',
      'Register your address, redirect your post, and tell your bank, employer, insurer and doctor. Take out insurance for your belongings and for damage you may cause to others: a washing machine hose that bursts can ruin three floors.',
    ],
  },
  {
    heading: 'Living there',
    paragraphs: [
      "Report defects in writing and at once, even small ones. A leak that was reported on the day it began is the landlord's problem; the same leak reported after a month may be yours. Describe what you see, add a photograph, say when someone can come in, and name a date by which you expect an answer.",
      "Small repairs are often the tenant's: a dripping tap, a lost key, a blocked drain. Large ones are almost always the landlord's: the roof, the heating, the pipes in the wall. The agreement should draw the line between them with a sum of money. If it does not, agree on one before the first repair is needed.",
      'Air the rooms twice a day in winter, for five minutes with the windows wide open, instead of leaving one tilted for hours. Warm air carries water; when it meets a cold wall, the water stays there and mould begins. Five minutes change the air without cooling the walls.',
      'Keep a folder, on paper or on your computer, with the agreement, the inventory, every letter, every bill and the dates of every repair. It is dull for as long as all goes well. On the day it does not, it is the only thing that counts.',
    ],
  },
  {
    heading: 'Sharing a flat',
    paragraphs: [
      'Living with others halves the rent and doubles the questions. The first is who signs. If one person signs alone, the others are guests who can be asked to leave; if all sign together, each of them usually owes the whole rent when another stops paying. Neither is wrong, but everyone should know which of the two it is before the first box is carried up.',
      'Settle five things in the first week and write them on one page: who pays what and on which day, who buys what all use, who cleans what and how often, how long visitors stay, and how someone moves out. The page is not a contract. Its use is that it was talked about while all were still in a good mood.',
      'When one person leaves, do the inventory of that room as if the whole flat were handed over, and settle the share of the deposit between yourselves at once. Landlords pay a deposit back at the end of the tenancy, not in the middle of it, so the one who moves in pays the share of the one who moves out.',
    ],
  },
  {
    heading: 'When there is a disagreement',
    paragraphs: [
      'Say what you want before you say what you think of the other side. A letter that asks for one thing, gives a reason and sets a date is answered more often than a letter that lists ten grievances. Stay polite in writing: someone else may read it later.',
      "Do not simply stop paying. In many places rent may be reduced while a serious defect lasts, but the reduction has to be announced and must be in proportion. A tenants' association costs little, knows the local rules and has seen your case a hundred times before.",
    ],
  },
  {
    heading: 'Leaving',
    paragraphs: [
      'Give notice in writing, in time, and in a way that proves its arrival. Count the notice period twice: it usually runs from the end of a month, so a letter that arrives one day late costs a whole month of rent.',
      'Read the agreement again before you start to paint. Often the flat must be handed back clean and undamaged, but not renewed. Fill the holes in the walls, mend what you broke, and leave alone what merely aged: a carpet after ten years is worth nothing, and nobody has to replace it.',
      'Repeat the walk of the first day with the old inventory in your hand. Read the meters, hand over every key, and have the landlord sign that the flat was returned. Name the account to which the deposit is to be paid and the date by which you expect it. Then take one last photograph of each empty room, close the door, and keep the folder for three more years.',
    ],
  },
];
