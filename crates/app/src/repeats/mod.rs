//! What comes back again and again, for the monthly panel: places, vehicles and, for who may read of them, persons; a case opened from
//! one; and the sheet as a file. For leaders.

mod again;
mod case;
mod file;
mod page;
