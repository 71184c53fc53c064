//! Folders of ours, removed whole.

use std::fs;
use std::io;
use std::path::Path;

use super::mounts;

/// Removes a folder with all that it holds, also where somebody has taken away the permission to
/// look into parts of it. What is mounted there is somebody else's, and keeps the folder.
pub(super) fn remove_folder(folder: &Path) -> io::Result<()> {
    if mounts::is_at_or_inside(folder) {
        let what = "something is mounted in it";
        return Err(io::Error::new(io::ErrorKind::ResourceBusy, what));
    }
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            open_up(folder);
            fs::remove_dir_all(folder)
        }
        removed => removed,
    }
}

/// Gives back the permission to look into folders and to change them, as far as it is ours to give.
fn open_up(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}
