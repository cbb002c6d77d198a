/** The one build file. SvelteKit is a static single page: any address answers with index.html, and Rust serves the folder. */
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { firstPageFirst, stylesWithin } from './first-page.ts';

const photo = ['photo:', 'http://photo.localhost'] as const;

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: stylesWithin(adapter({ pages: 'build', assets: 'build', fallback: 'index.html' })),
			output: { bundleStrategy: 'single' },
			// What the styles within the page do ask for is found from the top, whatever the page's address.
			paths: { relative: false },
			// A build from the same sources is the same build: no clock in it.
			version: { name: 'patrolbook' },
			// The page carries its own policy, so that the window and the browser tests run under the same one.
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self', 'unsafe-inline'],
					'font-src': ['self', 'data:'],
					'img-src': ['self', 'data:', 'blob:', ...photo],
					'connect-src': ['self', 'ipc:', 'http://ipc.localhost', ...photo],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['none']
				}
			}
		}),
		firstPageFirst()
	],
	css: {
		preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } },
		// govuk-frontend keeps a media query for Internet Explorer that the minifier cannot read.
		lightningcss: { errorRecovery: true }
	},
	build: { assetsInlineLimit: (file) => file.endsWith('-latin-wght-normal.woff2') }
});
