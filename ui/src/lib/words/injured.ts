/** The words of the first-aid card: what is done about a needlestick, in the order in which it is done. */

export const injuredWords = {
	title: 'First aid',
	life: 'Is a life in danger? Ring 999 now.',
	lifeText: 'Say where you are first. Everything else can wait.',
	sharp: 'A needle or another sharp',
	steps: [
		{ strong: 'Let it bleed', text: 'under running water.' },
		{ strong: 'Wash it with soap', text: 'and plenty of running water. Do not scrub it, and do not suck it.' },
		{ strong: 'Dry it and cover it', text: 'with a waterproof plaster.' },
		{ strong: 'Go to A&E now', text: 'and say that it was a needle. What they can give works best within hours.' },
		{ strong: 'Tell your team leader', text: 'before the shift ends.' }
	],
	splash: 'Blood in the eye or mouth',
	splashText: 'Rinse it with plenty of cold water. Take contact lenses out and rinse again. Then the same: A&E now.',
	leave: 'Leave the needle where it is, or in the sharps box. Nobody needs it at A&E.',
	record: 'Record what happened',
	recordNote: 'Its page is begun, and kept for later.',
	later: 'Later',
	notBegun: 'The page for it could not be begun'
};
