/** What the pages are called to which a way leads: the ways are drawn before their pages' own words are read. */
export const titles = {
	answer: 'Answer a councillor',
	areas: 'Order areas',
	call: '09:15 call',
	cases: 'Cases',
	checks: 'Waiting for a check',
	figures: 'Figures',
	pact: 'PACT panels',
	referrals: 'Referrals',
	restricted: 'Restricted figures',
	rounds: 'Rounds',
	tablets: 'Tablets',
	tasks: 'Tasks'
};
