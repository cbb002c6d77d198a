//! The centre's SQLite behind the server-core storage trait, and photos and archive on disk.
