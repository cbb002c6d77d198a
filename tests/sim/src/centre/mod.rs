//! The council office's disk in memory: database, photos and second copy, behind the traits of `server_core`.

mod archive;
mod database;
mod photos;
mod reading;
mod writing;

pub use archive::MemoryArchive;
pub use database::MemoryDatabase;
pub use photos::MemoryPhotos;
