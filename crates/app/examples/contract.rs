//! Prints the TypeScript contract.
fn main() {
    print!("{}", app::contract::typescript::file());
}
