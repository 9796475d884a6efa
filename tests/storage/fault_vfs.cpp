#include "fault_vfs.h"
#include <sqlite3.h>

namespace lienthong::storage {
namespace {

Faults state;
sqlite3_vfs* real_vfs = nullptr;

struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

int fault(Faults::At at) {
  if (state.countdown < 0 || state.at != at) return SQLITE_OK;
  if (state.countdown > 0) return --state.countdown, SQLITE_OK;
  if (!state.for_ever) state.countdown = -1;
  state.hit = true;
  return state.code;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  ++state.writes;
  if (int code = fault(Faults::At::Write)) {
    // A full disk takes a part of it.
    real(file)->pMethods->xWrite(real(file), bytes, size / 2, at);
    return code;
  }
  return real(file)->pMethods->xWrite(real(file), bytes, size, at);
}

int sync(sqlite3_file* file, int flags) {
  ++state.syncs;
  if (int code = fault(Faults::At::Sync)) return code;
  return real(file)->pMethods->xSync(real(file), flags);
}

// What is only passed on.
template <auto Method, class... Args>
int pass(sqlite3_file* file, Args... args) {
  return (real(file)->pMethods->*Method)(real(file), args...);
}

using M = sqlite3_io_methods;

int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
void barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }

const sqlite3_io_methods methods = {2,
                                    close,
                                    pass<&M::xRead, void*, int, sqlite3_int64>,
                                    write,
                                    pass<&M::xTruncate, sqlite3_int64>,
                                    sync,
                                    pass<&M::xFileSize, sqlite3_int64*>,
                                    pass<&M::xLock, int>,
                                    pass<&M::xUnlock, int>,
                                    pass<&M::xCheckReservedLock, int*>,
                                    pass<&M::xFileControl, int, void*>,
                                    pass<&M::xSectorSize>,
                                    pass<&M::xDeviceCharacteristics>,
                                    pass<&M::xShmMap, int, int, int, void volatile**>,
                                    pass<&M::xShmLock, int, int, int>,
                                    barrier,
                                    pass<&M::xShmUnmap, int>,
                                    nullptr,
                                    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  int code = real_vfs->xOpen(real_vfs, name, real(file), flags, out_flags);
  if (real(file)->pMethods) file->pMethods = &methods;
  return code;
}

}  // namespace

Faults& faults() {
  static sqlite3_vfs vfs = [] {
    real_vfs = sqlite3_vfs_find(nullptr);
    sqlite3_vfs made = *real_vfs;
    made.zName = fault_vfs.c_str();
    made.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
    made.xOpen = open;
    made.pNext = nullptr;
    return made;
  }();
  static bool registered = sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  (void)registered;
  return state;
}

}  // namespace lienthong::storage
