//! The threads that read a catalogue, with more stack than others: the CEL parser takes some 170 kB of it for each bracket in a
//! debug build, more than the main thread of Windows has for the deepest expression that is allowed.

/// Their stack, in bytes.
const ROOM: usize = 16 * 1024 * 1024;
/// How many there are at most, and how many kinds are worth one.
const MOST_HANDS: usize = 4;
const FEWEST_EACH: usize = 8;

/// Runs something that reads expressions; none if there is no thread for it.
pub(super) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(ROOM).spawn_scoped(scope, work);
        reader.ok()?.join().ok()
    })
}

/// Does the same with each of many, on several processors, and gives what came of it in their order; none if there is no thread for
/// it.
pub(super) fn side_by_side<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Option<Vec<R>> {
    let hands = std::thread::available_parallelism().map_or(1, |many| many.get()).min(MOST_HANDS);
    let share = items.len().div_ceil(hands).max(FEWEST_EACH);
    let (mut rest, work) = (items.into_iter(), &work);
    std::thread::scope(|scope| {
        let mut hands = Vec::new();
        while rest.len() > share {
            let share: Vec<T> = rest.by_ref().take(share).collect();
            let hand = std::thread::Builder::new().stack_size(ROOM);
            hands.push(hand.spawn_scoped(scope, move || share.into_iter().map(work).collect::<Vec<R>>()).ok()?);
        }
        let last: Vec<R> = rest.map(work).collect();
        let mut done = Vec::new();
        for hand in hands {
            done.extend(hand.join().ok()?);
        }
        done.extend(last);
        Some(done)
    })
}
