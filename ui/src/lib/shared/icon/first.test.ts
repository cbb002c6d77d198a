/** What the first pages draw before the other icons are there is among the first icons. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const UI = join(import.meta.dirname, '../../../..');
const FIRST_PAGES = ['+layout.svelte', '+error.svelte', '+page.svelte', 'lock/+page.svelte', 'enrol/+page.svelte'];
/** The ways and their icons are drawn only for somebody who has unlocked the tablet. */
const AFTER_UNLOCKING = /nav\.ts$/;

const named = (file: string) => [...read(file).matchAll(/^\t'?([\w-]+)'?: \w+,?$/gm)].map(([, name]) => name ?? '');

function read(file: string): string {
	return readFileSync(join(UI, 'src', file), 'utf8');
}

/** The file that an import names; null for a package. */
function imported(from: string, name: string): string | null {
	const path = name.startsWith('#lib/') ? join('lib', name.slice(5)) : name.startsWith('.') ? join(dirname(from), name) : null;
	return path && ([path, `${path}.ts`].find((each) => /\.\w+$/.test(each) && existsSync(join(UI, 'src', each))) ?? null);
}

/** The page and everything that it imports to be drawn with. */
function reached(file: string, seen: Set<string>): Set<string> {
	if (seen.has(file) || !/\.(ts|svelte)$/.test(file)) return seen;
	seen.add(file);
	for (const [, name = ''] of read(file).matchAll(/^\s*import (?!type )(?:[^'"]*? from )?'([^']+)'/gm)) {
		const next = imported(file, name);
		if (next) reached(next, seen);
	}
	return seen;
}

test('no first page draws an icon that comes later', () => {
	const later = new Set(named('lib/shared/icon/others.ts'));
	assert.ok(later.size > 90 && named('lib/shared/icon/first.ts').includes('lock'));
	const files = new Set<string>();
	for (const page of FIRST_PAGES) reached(`routes/${page}`, files);
	assert.ok(files.has('lib/shared/pin-pad/PinPad.svelte') && files.has('lib/shared/notice/Notice.svelte'));
	const drawn = [...files].filter((file) => !AFTER_UNLOCKING.test(file)).flatMap((file) =>
		read(file)
			.split('\n')
			.filter((line) => /icon/i.test(line) && !/^\s*import /.test(line))
			.flatMap((line) => [...line.matchAll(/['"]([a-z0-9-]+)['"]/g)].map(([, name = '']) => ({ file, name })))
	);
	assert.ok(drawn.some(({ name }) => name === 'users-round'));
	assert.deepEqual(drawn.filter(({ name }) => later.has(name)), []);
});

test('no first page reads the words of pages that come later', () => {
	const files = new Set<string>();
	for (const page of FIRST_PAGES) reached(`routes/${page}`, files);
	const words = [...files].filter((file) => file.startsWith('lib/words/')).map((file) => file.slice('lib/words/'.length));
	assert.deepEqual(words.sort(), ['check-in.ts', 'en.ts', 'plural.ts', 'recording.ts', 'session.ts', 'titles.ts']);
});
