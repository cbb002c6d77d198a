/** What is said of when photos travel, and of one whose full size is not here. */
export const photoWords = {
	title: 'When photos are sent in full',
	text: 'Pages and small pictures are always sent at once. Full photos are larger and may wait.',
	legend: 'Send full photos',
	any: 'Over any connection',
	wifi: 'Only over Wi-Fi',
	wifiHint: 'Not over the mobile network. Where the tablet cannot tell, they are sent.',
	night: 'Only at night',
	nightHint: 'Between 01:00 and 05:00.',

	notYet: 'Full photo not here yet',
	notYetText: 'This is its small picture. The full photo comes when its tablet has sent it.',
	atOffice: 'The full photo is at the council office',
	atOfficeText: 'It was backed up and has left this tablet to make room. This is its small picture.',
	fetch: 'Fetch the full photo',
	coming: 'The full photo is on its way',
	comingText: 'It comes when there is a connection.',
	lost: 'The full photo is lost',
	lostText: 'The council office had backed it up, and no longer has it. Only the small picture is left. Tell your team leader.'
} as const;
