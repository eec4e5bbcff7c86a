interface Chapter {
  readonly name: string;
  readonly places: readonly string[];
  readonly sentences: (place: string, n: number) => readonly string[];
}

/** A made-up annual report, one text per page; long enough for a summary to take many sections. */
export const reportPages: readonly string[] = [
  'Ellerby Instruments\n\nAnnual report 2025\n\nScales, sensors and service for laboratories and workshops since 1921.',
  ...chapters().flatMap(({ name, places, sentences }, chapter) =>
    places.map((place, index) => {
      const n = chapter * 5 + index;
      return [`${chapter + 1}.${index + 1} ${name}: ${place}`, ...paragraphs(sentences(place, n))].join(
        '\n\n',
      );
    }),
  ),
];

/** What a model would say about each part of it. */
export const reportPoints: readonly string[] = [
  '**Business.** Services brought in more than half of revenue for the first time, while sales of scales fell for the third year in a row.',
  '**People.** Training hours doubled and fewer colleagues left than in any year since 2016; two workshops still look for apprentices.',
  '**Sites.** Both foundries changed to heat recovery, the Lindholm hall was roofed anew, and the Harrow depot closed in June.',
  '**Research.** Four sensors reached the market, among them one that weighs without a cable; two projects were given up.',
  '**Suppliers.** Every maker of circuit boards was visited, and a second source now exists for nine of ten parts.',
];

function paragraphs(sentences: readonly string[]): string[] {
  const size = 3;
  return Array.from({ length: Math.ceil(sentences.length / size) }, (_, index) =>
    sentences.slice(index * size, (index + 1) * size).join(' '),
  );
}

function chapters(): Chapter[] {
  const regions = [
    'Northern Europe',
    'Central Europe',
    'Southern Europe',
    'North America',
    'Asia and Pacific',
  ];
  const sites = ['Lindholm', 'Harrow', 'Brixen', 'Porto', 'Ghent'];
  return [
    {
      name: 'Business',
      places: regions,
      sentences: (region, n) => [
        `Revenue in ${region} came to ${61 + n * 7} million euros, ${3 + n} per cent more than the year before.`,
        `Service contracts carried the growth and now stand for ${44 + n * 3} per cent of what customers in ${region} spend with us.`,
        `Sales of bench scales fell again, by ${2 + n} per cent, as schools and universities put off replacing theirs.`,
        `Orders at the end of the year reached ${18 + n * 2} million euros, enough to keep the workshops busy until ${n % 2 ? 'May' : 'July'}.`,
        `Prices were raised once, in March, by ${1 + (n % 3)} per cent on average, below the rise in the cost of steel.`,
        `The largest single customer accounts for ${4 + (n % 4)} per cent of revenue in the region.`,
        `A new service desk answers calls in ${3 + n} languages, and nine of ten questions are settled on the same day.`,
        'Late payments remain rare, and no receivable above a million euros was written off.',
      ],
    },
    {
      name: 'People',
      places: sites,
      sentences: (site, n) => [
        `At the end of the year ${212 + n * 31} people worked in ${site}, ${4 + n} more than twelve months before.`,
        `Each of them spent ${26 + n} hours in training, twice as much as in 2024, most of it during working time.`,
        `${7 + n} apprentices began in September, and ${2 + (n % 3)} places could not be filled.`,
        `Sick leave fell to ${3 + (n % 2)} per cent after the shifts were drawn up together with the works council.`,
        `Women hold ${28 + n} per cent of the leading positions in ${site}; the aim for 2028 is forty per cent.`,
        `Only ${3 + (n % 4)} in a hundred colleagues left of their own accord, fewer than in any year since 2016.`,
        'The new pay scale was agreed in April and holds for three years.',
        `Accidents with days lost went down from ${6 + n} to ${2 + (n % 3)}.`,
      ],
    },
    {
      name: 'Sites',
      places: sites,
      sentences: (site, n) => [
        `${site} used ${9 + n} gigawatt hours of energy, ${4 + (n % 5)} per cent less than in the year before.`,
        `Heat from the furnaces now warms the halls, which saves ${310 + n * 20} tonnes of carbon dioxide a year.`,
        `The roof of the main hall in ${site} was renewed and carries ${2 + n} thousand square metres of solar cells.`,
        `Waste sent to landfill halved to ${40 + n * 3} tonnes, since packaging goes back to the suppliers.`,
        `Water is taken from the company's own well and returned cleaner than the permit asks for.`,
        `The depot next to ${site} station was given up in June, as its lease had become too dear.`,
        `Repairs and new machines cost ${3 + n} million euros, all paid from current income.`,
      ],
    },
    {
      name: 'Research',
      places: ['Weighing', 'Pressure', 'Temperature', 'Software', 'Calibration'],
      sentences: (field, n) => [
        `The group for ${field.toLowerCase()} spent ${2 + n} million euros and counts ${19 + n} engineers.`,
        `One product left the laboratory for the market after ${3 + (n % 3)} years, and ${2 + (n % 4)} patents were granted.`,
        `Work on ${field.toLowerCase()} without a cable succeeded: a coin cell lasts for ${4 + (n % 3)} years.`,
        `A project with two universities was ended early, because its error stayed above ${1 + (n % 3)} per mille.`,
        `Customers tested ${30 + n} samples and sent back remarks that changed the housing and the display.`,
        'All measurements are now published with their uncertainty, in a form that other programs can read.',
        `Next year the group moves into the new wing in Brixen, ${n + 4} rooms with quiet floors.`,
      ],
    },
    {
      name: 'Suppliers',
      places: ['Metals', 'Circuit boards', 'Glass', 'Packaging', 'Transport'],
      sentences: (kind, n) => [
        `${kind} were bought for ${14 + n} million euros from ${23 + n} firms in ${6 + (n % 5)} countries.`,
        `Every maker with orders above ${100 + n * 10} thousand euros was visited by two of our inspectors.`,
        'A second source now exists for nine of ten parts, after none did for a third of them in 2022.',
        `Delivery times shortened from ${15 + n} to ${9 + (n % 4)} weeks, so that less had to be kept in store.`,
        `Two contracts were ended, because wages for overtime were not paid in full.`,
        `Prices for ${kind.toLowerCase()} rose by ${2 + (n % 6)} per cent, less than feared in the spring.`,
        'Invoices are paid within thirty days; small workshops get their money after ten.',
      ],
    },
    {
      name: 'Risks',
      places: ['Markets', 'Currencies', 'Law', 'Technology', 'Climate'],
      sentences: (kind, n) => [
        `The board reviews risks from ${kind.toLowerCase()} every quarter and ranks them by cost and likelihood.`,
        `A fall of the dollar by ten per cent would lower the result by ${2 + (n % 5)} million euros.`,
        `Insurance covers fire and flood up to ${80 + n} million euros for each site.`,
        `New rules on measuring instruments take effect in 2027 and ask for changes to ${12 + n} products.`,
        'Backups are kept in two places, and the way back from them was rehearsed twice.',
        `Nothing known today threatens the company's existence.`,
      ],
    },
    {
      name: 'Outlook',
      places: regions,
      sentences: (region, n) => [
        `For 2026 the board expects revenue in ${region} to grow by ${2 + (n % 4)} to ${4 + (n % 4)} per cent.`,
        `Some ${4 + (n % 3)} million euros are set aside for new machines, most of them for service vans and test benches.`,
        `The dividend is to rise to 0.${80 + (n % 9)} euros a share, a third of what was earned.`,
        'Hiring continues where service contracts grow, and stays flat in the workshops.',
        `A partner for repairs in ${region} is to be found before the summer.`,
        'The next report will show energy and water for every product, not only for every site.',
      ],
    },
  ];
}
