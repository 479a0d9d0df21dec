//! The end of a run that nobody waits for any more.

use std::time::Duration;

use crate::sink;

/// How often the process that started this one is looked for.
const INTERVAL: Duration = Duration::from_millis(100);

/// Ends this process once the one that started it is gone: whoever ended `matchbook run` has ended the run, and its report has no reader.
pub(crate) fn watch(parent: u32) {
    let watching = move || {
        while is_there(parent) {
            std::thread::sleep(INTERVAL);
        }
        sink::leave_all();
    };
    // Without a thread, the run is one that goes on.
    let _ = std::thread::Builder::new().spawn(watching);
}

#[cfg(unix)]
fn is_there(parent: u32) -> bool {
    std::os::unix::process::parent_id() == parent
}

/// Elsewhere nobody says it.
#[cfg(not(unix))]
fn is_there(_: u32) -> bool {
    true
}
