/**
 * What the first page needs comes first: its styles and letters stand in the page itself, so that what is painted first is the
 * page and not an empty one; its script is one file, and that of all other pages another, read once the first page stands.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Adapter } from '@sveltejs/kit';
import type { Plugin } from 'vite';

/** With what the app opens: SvelteKit, the layout, and the pages of somebody who has not unlocked the tablet yet. */
const FIRST =
	/(runtime\/client\/bundle\.js|src\/hooks\.client\.ts|src\/routes\/(\+(layout\.(svelte|ts)|error\.svelte|page\.svelte)|(lock|enrol)\/\+page\.svelte))$/;
/** What SvelteKit writes for each page, which names its component. */
const NODE = /client-optimized\/nodes\/\d+\.js$/;

/** What the browser's build made of all styles; SvelteKit's build for a server makes the same again, which nobody asks for. */
let styles = '';

/** Two files of script: what the app opens with and all that it imports, and the rest. */
export function firstPageFirst(): Plugin {
	const nodes = new Set<string>();
	return {
		name: 'first-page-first',
		enforce: 'post',
		moduleParsed({ id, importedIds }) {
			if (NODE.test(id) && importedIds.some((imported) => FIRST.test(imported))) nodes.add(id);
		},
		generateBundle(_, bundle) {
			if (this.environment.name !== 'client') return;
			const sheets = Object.values(bundle).filter((made) => made.type === 'asset' && made.fileName.endsWith('.css'));
			styles = sheets.map((sheet) => (sheet.type === 'asset' ? String(sheet.source) : '')).join('');
		},
		config: () => ({
			build: { cssCodeSplit: false },
			environments: {
				client: {
					build: {
						rolldownOptions: {
							output: {
								codeSplitting: {
									groups: [
										{ name: 'first', priority: 2, test: (id: string) => FIRST.test(id) || nodes.has(id) },
										{ name: 'rest', priority: 1, test: () => true }
									]
								}
							}
						}
					}
				}
			}
		})
	};
}

/** Puts the styles into the page that the adapter wrote, and takes their files away. */
export function stylesWithin(adapter: Adapter): Adapter {
	return {
		...adapter,
		async adapt(builder) {
			await adapter.adapt(builder);
			if (styles === '') throw new Error('there are no styles to put into the page');
			const page = readFileSync('build/index.html', 'utf8');
			writeFileSync('build/index.html', page.replace('</head>', () => `<style>${styles}</style>\n\t</head>`));
			const assets = path.join('build', '_app', 'immutable', 'assets');
			for (const name of readdirSync(assets)) if (name.endsWith('.css')) rmSync(path.join(assets, name));
		}
	};
}
