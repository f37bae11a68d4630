#pragma once

// System calls of Linux that Swift cannot reach. All answer 0 (or a descriptor) on success and -errno on failure.

#include <stdint.h>
#include <sys/types.h>

/// What is known of an open file.
struct berth_status {
    uid_t owner;
    gid_t group;
    mode_t permissions; // the lowest 12 bits of st_mode
    int is_directory;   // 1 or 0
};

/// Opens `path` beneath the directory `directory`, following no symbolic link and never leaving it (openat2).
/// `flags` as for open, O_CLOEXEC is added; `mode` only with O_CREAT. Answers the descriptor.
int berth_open_beneath(int directory, const char *path, int flags, mode_t mode);

/// The same without going into another mount: -EXDEV there.
int berth_open_same_mount(int directory, const char *path, int flags);

/// Makes the directory `name` in `directory` (mkdirat), with exactly `mode` whatever the umask.
int berth_make_directory(int directory, const char *name, mode_t mode);

/// Changes the owner of `name` in `directory`, of the link itself if it is one (fchownat).
int berth_change_owner(int directory, const char *name, uid_t owner, gid_t group);

/// Renames within `directory`; -EEXIST when `to` is there already (renameat2).
int berth_rename_new(int directory, const char *from, const char *to);

/// Renames from one directory to another of the same file system; -EEXIST when `to` is there already (renameat2).
int berth_move_new(int from_directory, const char *from, int to_directory, const char *to);

/// Asks an open file for its status (fstat).
int berth_file_status(int file, struct berth_status *status);

/// Starts the program `path` in a session of its own that outlives this process; `*pid` is its process id.
///
/// It reads nothing, writes to the end of the file `log_path` (made 0600), inherits no other descriptor, blocks no
/// signal and has every signal's default. Whoever starts it must wait for it, or ignore SIGCHLD, if it may end first.
int berth_spawn_detached(
    const char *path, char *const argv[], char *const envp[], const char *log_path, pid_t *pid);

/// Becomes `user` and `group` for good, with no other groups. -EPERM when root could still be had again.
int berth_drop_privileges(uid_t user, gid_t group);

/// The user id of the process at the other end of a connected Unix socket, as it was when it connected.
int berth_peer_uid(int socket, uid_t *user);
