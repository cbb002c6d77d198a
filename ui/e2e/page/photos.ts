/** Photos as a camera makes them: each another file, taken at a time of its own. */
import { createHash } from 'node:crypto';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UI } from '../world/program.ts';

let taken = 0;

export type Taken = { path: string; sha256: string };

/** The drawing as another photo, with a comment of its own behind the mark that begins a JPEG. */
export function photo(folder: string, drawing: 'needles' | 'steps' | 'vehicle', minutesAgo = 0): Taken {
	taken += 1;
	const drawn = readFileSync(join(UI, `static/samples/${drawing}.jpg`));
	const comment = Buffer.from([0xff, 0xfe, 0, 4, taken >> 8, taken & 0xff]);
	const bytes = Buffer.concat([drawn.subarray(0, 2), comment, drawn.subarray(2)]);
	const path = join(folder, `${taken}.jpg`);
	writeFileSync(path, bytes);
	const at = Date.now() / 1000 - minutesAgo * 60;
	utimesSync(path, at, at);
	return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
}
