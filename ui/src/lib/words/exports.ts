/** What is said where findings are written to a file. */
import { plural } from './plural.ts';

export const exportWords = {
	documents: 'Documents',
	findings: 'Findings as a file',
	formats: {
		xlsx: { button: 'Spreadsheet', text: 'For Excel or LibreOffice, with numbers as numbers and days as days.' },
		csv: { button: 'CSV', text: 'A plain table, for any program.' },
		geojson: { button: 'GeoJSON', text: 'Points for a web map, in longitude and latitude.' },
		gpkg: { button: 'GeoPackage', text: 'Points for QGIS or ArcGIS, in metres of the British National Grid.' }
	} as Record<string, { button: string; text: string }>,
	ofList: 'The findings of this list, one row each. One kind alone has its own questions as columns.',
	ofFigure: 'The findings that make it up, one row each.',
	writing: 'Writing the file',
	percent: (n: number) => `${n}%`,
	stop: 'Stop',
	stopped: 'Stopped',
	stoppedText: 'Nothing of the file is left. What is recorded is as it was.',
	rows: (n: number) => `${plural(n, 'finding', 'findings')} written to`,
	personal: 'They can be about people. Keep the file as you keep the book.'
} as const;
