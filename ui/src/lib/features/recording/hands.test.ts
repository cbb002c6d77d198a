/** Two hands: two jobs at once and never three, begun as they came, and one that fails keeps no other from being done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { Hands } from './hands.ts';

/** Jobs that say when they begin, and end when they are told to. */
function jobs(hands: Hands, many: number) {
	const begun: number[] = [];
	const ends: PromiseWithResolvers<void>[] = [];
	for (let at = 0; at < many; at++) {
		const end = Promise.withResolvers<void>();
		ends.push(end);
		hands.take(() => {
			begun.push(at);
			return end.promise;
		});
	}
	return { begun, ends };
}

test('two jobs run at once, the third when one of them ends, whichever that is', async () => {
	const { begun, ends } = jobs(new Hands(2), 4);
	assert.deepEqual(begun, [0, 1]);
	ends[1]?.resolve();
	await soon();
	assert.deepEqual(begun, [0, 1, 2]);
	ends[0]?.resolve();
	await soon();
	assert.deepEqual(begun, [0, 1, 2, 3]);
});

test('it is idle when all are done, one that failed among them, and not before', async () => {
	const hands = new Hands(2);
	const { ends } = jobs(hands, 3);
	let idle = false;
	const waited = hands.idle().then(() => (idle = true));
	ends[0]?.resolve();
	ends[1]?.reject(new Error('a bad photo'));
	await soon();
	assert.equal(idle, false, 'the third is not done');
	ends[2]?.resolve();
	await waited;
	await hands.idle();
});
