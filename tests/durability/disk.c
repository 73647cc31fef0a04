// A disk that can be watched, and that fails when it is told to: loaded before the C library, it stands between the
// program and the system for everything that changes files below one folder.
//
//   DISK_ROOT    the folder
//   DISK_LOG     where to write down every operation, in the order in which they happened
//   DISK_SIGNAL  `N:SIGNAL`: the program gets this signal at its Nth operation, a write being half done
//   DISK_ERROR   `KIND:N:ERRNO`: the Nth operation of this kind fails with this error; KIND is a letter of the log
//   DISK_SPACE   so many bytes can be written, no more
//
// The log, one line an operation, fields between tabs; ids number the files that a process opened:
//
//   n                  a process begins            w ID OFFSET BYTES  written; the bytes follow the line
//   o ID PATH          opened for writing          t ID BYTES         cut or grown to a length
//   c ID PATH          created and opened          s ID               a file was synced
//   r FROM TO          renamed                     d PATH             a folder was synced
//   u PATH             removed                     m PATH             a folder was made
//   a                  told the user something     x                  failed as DISK_ERROR or DISK_SPACE wants
//
// One lock serialises everything, so that the order of the log is that of the disk.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 4096
#define REAL(name, result, ...) ((result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static struct {
  int id; // 0: not ours
  int is_folder;
  char path[512];
} files[MOST_FILES];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int log_file = -1;
static int next_id = 1;
static long operations, signal_at = -1, kind_count, error_at = -1, space = -1;
static int signal_number, error_number;
static char error_kind;

static void note(const void *bytes, size_t length) {
  if (log_file < 0) return;
  if (REAL("write", ssize_t, int, const void *, size_t)(log_file, bytes, length) != (ssize_t)length) abort();
}

static void note_line(const char *format, ...) {
  char line[2048];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length >= (int)sizeof line) abort();
  note(line, (size_t)length);
}

__attribute__((constructor)) static void begin(void) {
  root = getenv("DISK_ROOT");
  if (!root) return;
  root_length = strlen(root);
  const char *text = getenv("DISK_LOG");
  if (text) {
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
    log_file = REAL("open", int, const char *, int, ...)(text, flags, 0600);
    if (log_file < 0) abort();
  }
  if ((text = getenv("DISK_SIGNAL")) && sscanf(text, "%ld:%d", &signal_at, &signal_number) != 2) abort();
  if ((text = getenv("DISK_ERROR")) && sscanf(text, "%c:%ld:%d", &error_kind, &error_at, &error_number) != 3)
    abort();
  if ((text = getenv("DISK_SPACE")) && sscanf(text, "%ld", &space) != 1) abort();
  note_line("n\n");
}

static int is_ours(const char *path) {
  return root && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || !path[root_length]);
}

static int id_of(int file) { return file >= 0 && file < MOST_FILES ? files[file].id : 0; }

// Whether this operation is to fail. The lock is held.
static int fails(char kind) {
  operations++;
  if (operations == signal_at && kind != 'w') raise(signal_number);
  if (kind != error_kind || ++kind_count != error_at) return 0;
  note_line("x\n");
  errno = error_number;
  return 1;
}

static int open_file(const char *name, const char *path, int flags, mode_t mode) {
  int (*next)(const char *, int, ...) = REAL(name, int, const char *, int, ...);
  if (!is_ours(path)) return next(path, flags, mode);
  pthread_mutex_lock(&lock);
  struct stat status;
  int is_written = (flags & O_ACCMODE) != O_RDONLY;
  int is_new = (flags & O_CREAT) && stat(path, &status) != 0;
  if (is_new && fails('c')) {
    pthread_mutex_unlock(&lock);
    return -1;
  }
  int file = next(path, flags, mode);
  if (file >= 0) {
    if (file >= MOST_FILES || strlen(path) >= sizeof files[0].path) abort();
    fstat(file, &status);
    files[file].id = next_id++;
    files[file].is_folder = S_ISDIR(status.st_mode);
    strcpy(files[file].path, path);
    if (is_written) note_line("%c\t%d\t%s\n", is_new ? 'c' : 'o', files[file].id, path);
    if (is_written && (flags & O_TRUNC) && !is_new) note_line("t\t%d\t0\n", files[file].id);
  }
  pthread_mutex_unlock(&lock);
  return file;
}

static mode_t mode_of(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file("open64", path, flags, mode);
}

int close(int file) {
  if (id_of(file)) {
    pthread_mutex_lock(&lock);
    files[file].id = 0;
    pthread_mutex_unlock(&lock);
  }
  return REAL("close", int, int)(file);
}

ssize_t write(int file, const void *bytes, size_t length) {
  ssize_t (*next)(int, const void *, size_t) = REAL("write", ssize_t, int, const void *, size_t);
  if (file == STDOUT_FILENO && root) {
    pthread_mutex_lock(&lock);
    note_line("a\n");
    pthread_mutex_unlock(&lock);
  }
  if (!id_of(file)) return next(file, bytes, length);
  pthread_mutex_lock(&lock);
  ssize_t written = -1;
  if (!fails('w')) {
    long offset = lseek(file, 0, SEEK_CUR);
    if (operations == signal_at) {
      next(file, bytes, length / 2);
      raise(signal_number);
      lseek(file, offset, SEEK_SET);
    }
    if (space >= 0 && (long)length > space) length = (size_t)space;
    if (length == 0) {
      note_line("x\n");
      errno = ENOSPC;
    } else {
      written = next(file, bytes, length);
    }
    if (written > 0) {
      if (space >= 0) space -= written;
      note_line("w\t%d\t%ld\t%zd\n", files[file].id, offset, written);
      note(bytes, (size_t)written);
    }
  }
  pthread_mutex_unlock(&lock);
  return written;
}

// Nothing here writes in other ways. Should that change, the log would lie.
ssize_t writev(int file, const struct iovec *parts, int count) {
  if (id_of(file)) abort();
  return REAL("writev", ssize_t, int, const struct iovec *, int)(file, parts, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  if (id_of(file)) abort();
  return REAL("pwrite64", ssize_t, int, const void *, size_t, off64_t)(file, bytes, length, offset);
}

int ftruncate64(int file, off64_t length) {
  int (*next)(int, off64_t) = REAL("ftruncate64", int, int, off64_t);
  if (!id_of(file)) return next(file, length);
  pthread_mutex_lock(&lock);
  int result = fails('t') ? -1 : next(file, length);
  if (result == 0) note_line("t\t%d\t%ld\n", files[file].id, (long)length);
  pthread_mutex_unlock(&lock);
  return result;
}

static int sync_file(const char *name, int file) {
  int (*next)(int) = REAL(name, int, int);
  if (!id_of(file)) return next(file);
  pthread_mutex_lock(&lock);
  char kind = files[file].is_folder ? 'd' : 's';
  int result = fails(kind) ? -1 : next(file);
  if (result == 0 && kind == 'd') note_line("d\t%s\n", files[file].path);
  if (result == 0 && kind == 's') note_line("s\t%d\n", files[file].id);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int file) { return sync_file("fsync", file); }
int fdatasync(int file) { return sync_file("fdatasync", file); }

int rename(const char *from, const char *to) {
  int (*next)(const char *, const char *) = REAL("rename", int, const char *, const char *);
  if (!is_ours(from) && !is_ours(to)) return next(from, to);
  pthread_mutex_lock(&lock);
  int result = fails('r') ? -1 : next(from, to);
  if (result == 0) note_line("r\t%s\t%s\n", from, to);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  int (*next)(const char *) = REAL("unlink", int, const char *);
  if (!is_ours(path)) return next(path);
  pthread_mutex_lock(&lock);
  int result = fails('u') ? -1 : next(path);
  if (result == 0) note_line("u\t%s\n", path);
  pthread_mutex_unlock(&lock);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  int (*next)(const char *, mode_t) = REAL("mkdir", int, const char *, mode_t);
  if (!is_ours(path)) return next(path, mode);
  pthread_mutex_lock(&lock);
  int result = fails('m') ? -1 : next(path, mode);
  if (result == 0) note_line("m\t%s\n", path);
  pthread_mutex_unlock(&lock);
  return result;
}
