/** The words of the frame around every page, of enrolling and of the locked page. */

const many = (n: number, one: string, more: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : more}`;

/** "45 seconds", "2 minutes": how long someone has to wait. */
const wait = (seconds: number) => (seconds < 120 ? many(seconds, 'second', 'seconds') : many(Math.ceil(seconds / 60), 'minute', 'minutes'));

export const sessionWords = {
	opening: 'Opening the book',
	updating: ({ done, of }: { done: number; of: number }) => `${done.toLocaleString('en-GB')} of ${many(of, 'record', 'records')}`,
	updatingLabel: 'Bringing the book up to date',
	updatingSafe: 'This happens once, after an update. Nothing is lost if you close Patrolbook: it goes on from here when you open it again.',
	notOpened: 'The book cannot be opened here',
	notOpenedSafe: 'Everything saved is safe on this tablet. Close Patrolbook and open it again.',
	notShown: 'This did not work',
	tryAgain: 'Try again',
	errorTitle: (title: string) => `Error: ${title}`,
	reached: (time: string) => `Council office ${time}`,
	reachedShort: (time: string) => `Office ${time}`,
	noSignal: 'No signal',
	syncStopped: 'Sync has stopped: close and open Patrolbook',
	notYetReached: 'Council office not yet reached',

	demo: {
		name: 'Demo',
		strong: 'Demo:',
		text: 'nothing leaves this computer.',
		signal: 'No signal'
	},

	lock: {
		title: 'Locked',
		record: 'Record a finding',
		recordNote: 'No PIN needed. You can add to the book; nothing in it can be read.',
		who: 'Who is unlocking?',
		someoneElse: 'Someone else',
		pinFor: (name: string) => `PIN for ${name}`,
		wait: (seconds: number) => `Wrong PIN too often. Wait ${wait(seconds)}, then try again.`,
		canTry: 'You can try again now.',
		forgotten: 'Forgotten your PIN?',
		forgottenTitle: 'Forgotten your PIN?',
		forgottenText:
			'Your team leader lets you choose a new one by phone, without signal. Or you show your name and password, or a one-time code. Everything you recorded stays.',
		useCode: 'Choose a new PIN',
		pinLocked: (name: string) => `The PIN of ${name} was wrong ten times`,
		pinLockedText: 'It opens nothing any more. Nothing is lost, and you can still record a finding. Choose a new PIN with your team leader on the phone.',
		safe: 'Everything recorded so far is safe on this tablet. A wrong PIN makes you wait; it never erases anything.'
	},

	enrol: {
		title: 'Set up this tablet',
		addTitle: 'Add a person',
		second: 'Your team leader gives you a code. It works once.',
		addSecond: 'Someone new on this tablet shows the council office who they are, once.',
		how: 'How do you show who you are?',
		byCode: 'With a one-time code',
		byCodeHint: 'From your team leader. It works once.',
		byPassword: 'With my name and password',
		byPasswordHint: 'Those that the council office gave you.',
		byPhone: 'By phone, with my team leader',
		byPhoneHint: 'For someone who already uses this tablet. Works without signal.',
		who: 'Who are you?',
		number: (tablet: string, number: string) => `Tablet ${tablet}, number ${number}`,
		numberText: 'Ring your team leader and read this out. Under “Tablets” they find the code that answers it.',
		unlockCode: 'Code from your team leader',
		unlockCodeHint: 'Eight digits. They work once.',
		name: 'Your name',
		nameHint: 'As the council office knows it. Capitals do not matter.',
		password: 'Password',
		office: 'Council office address',
		officeHint: 'It stands beside the code, and begins with https://',
		code: 'One-time code',
		codeHint: 'Capitals, spaces and dashes do not matter.',
		pin: 'Choose a PIN',
		pinHint: 'Six digits that only you know. You type it whenever you unlock this tablet.',
		pinAgain: 'Type the PIN again',
		show: 'Show the PINs',
		showAll: 'Show the password and the PINs',
		submit: 'Set up this tablet',
		addSubmit: 'Add me to this tablet',
		phoneSubmit: 'Take this PIN from now on',
		asking: 'Asking the council office. This can take a minute.',
		officeMissing: 'Enter the address of the council office',
		howMissing: 'Choose how you show who you are',
		codeMissing: 'Enter the one-time code',
		unlockCodeMissing: 'Enter the code of eight digits',
		nameMissing: 'Enter your name',
		passwordMissing: 'Enter your password',
		pinMissing: 'Enter a PIN of six digits',
		pinDiffers: 'Enter the same PIN twice',
		back: 'Back to the locked page',
		needs: 'Setting up needs a network connection, once. After that the tablet works without any.'
	}
} as const;
