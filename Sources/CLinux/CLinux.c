#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/openat2.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int answer(int result) { return result < 0 ? -errno : result; }

static int open_beneath(int directory, const char *path, int flags, mode_t mode, uint64_t resolve) {
    struct open_how how = {
        .flags = (uint64_t)(flags | O_CLOEXEC),
        .mode = (flags & O_CREAT) ? mode : 0,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | resolve,
    };
    int file;
    do {
        file = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    } while (file < 0 && (errno == EINTR || errno == EAGAIN));
    return answer(file);
}

int berth_open_beneath(int directory, const char *path, int flags, mode_t mode) {
    return open_beneath(directory, path, flags, mode, 0);
}

int berth_open_same_mount(int directory, const char *path, int flags) {
    return open_beneath(directory, path, flags, 0, RESOLVE_NO_XDEV);
}

int berth_make_directory(int directory, const char *name, mode_t mode) {
    if (mkdirat(directory, name, mode) < 0) return -errno;
    int made = berth_open_beneath(directory, name, O_RDONLY | O_DIRECTORY, 0);
    if (made < 0) return made;
    int result = fchmod(made, mode) < 0 ? -errno : 0;
    close(made);
    return result;
}

int berth_change_owner(int directory, const char *name, uid_t owner, gid_t group) {
    return answer(fchownat(directory, name, owner, group, AT_SYMLINK_NOFOLLOW));
}

int berth_rename_new(int directory, const char *from, const char *to) {
    return berth_move_new(directory, from, directory, to);
}

int berth_move_new(int from_directory, const char *from, int to_directory, const char *to) {
    return answer(renameat2(from_directory, from, to_directory, to, RENAME_NOREPLACE));
}

int berth_file_status(int file, struct berth_status *status) {
    struct stat found;
    if (fstat(file, &found) < 0) return -errno;
    status->owner = found.st_uid;
    status->group = found.st_gid;
    status->permissions = found.st_mode & 07777;
    status->is_directory = S_ISDIR(found.st_mode) ? 1 : 0;
    return 0;
}

// The descriptors of a detached program: nothing, the log, the log, and no more. Answers an error number.
static int describe_files(posix_spawn_file_actions_t *files, const char *log_path) {
    int error = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
    if (error == 0)
        error = posix_spawn_file_actions_addopen(
            files, 1, log_path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NOCTTY, 0600);
    if (error == 0) error = posix_spawn_file_actions_adddup2(files, 1, 2);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(files, 3);
    return error;
}

// A session of its own and fresh signals. Answers an error number.
static int describe_process(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return error;
}

int berth_spawn_detached(
    const char *path, char *const argv[], char *const envp[], const char *log_path, pid_t *pid) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&files);
    if (error != 0) return -error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = describe_files(&files, log_path);
        if (error == 0) error = describe_process(&attributes);
        if (error == 0) error = posix_spawn(pid, path, &files, &attributes, argv, envp);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return -error;
}

int berth_drop_privileges(uid_t user, gid_t group) {
    if (user == 0 || group == 0) return -EINVAL;
    if (setgroups(0, NULL) < 0) return -errno;
    if (setresgid(group, group, group) < 0) return -errno;
    if (setresuid(user, user, user) < 0) return -errno;
    if (setuid(0) == 0 || setgid(0) == 0) return -EPERM;
    return 0;
}

int berth_peer_uid(int socket, uid_t *user) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0) return -errno;
    *user = peer.uid;
    return 0;
}
