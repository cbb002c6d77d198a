//! From figures to what people read: the council's report with each number still known by its figure.
//!
//! - [`Period`]: from one day to another, and the period before.
//! - [`Amount`]: what a figure comes to, and how it is said in a sentence and in a table (domain rules C19).
//! - [`write`]: the report of a catalogue's plan over a period. Sums come from a [`Source`]: a tablet's store,
//!   or [`Facts`], which the office holds in memory.
//! - [`Frozen`]: a report as it was published, and what differs since.
//! - [`xlsx`], [`csv`], [`text`]: the report as files.
//! - [`Table`]: any other table as a file; [`geojson`] and [`write_gpkg`]: what lies somewhere, for programs of maps.

mod amount;
mod document;
mod facts;
mod frozen;
mod geo;
mod numbers;
mod period;
mod table;
mod write;

pub use amount::{Amount, Measured};
pub use document::{Behind, DocumentError, Head, csv, safe, text, xlsx};
pub use facts::{Contribution, Facts};
pub use frozen::{Correction, Frozen, FrozenAmount, FrozenFigure, FrozenParagraph, FrozenPart};
pub use geo::{Feature, Holds, Layer, LayerField, geojson, write_gpkg};
pub use period::Period;
pub use table::{Cell, Column, Sheet, Table, workbook};
pub use write::{Line, Paragraph, Part, Report, Source, Sum, Tallied, entered, measure, write};
