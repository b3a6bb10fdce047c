// No exception leaves this library: its callers are frames of .NET, which end the process when one arrives.
#ifndef PGT_GUARD_H
#define PGT_GUARD_H

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string>

#include <c10/util/Exception.h>

#include "pgt.h"

namespace pgt {

inline void write(pgt_text text, const std::string& message) noexcept {
  if (text.data == nullptr || text.capacity <= 0) {
    return;
  }
  const auto length = std::min(message.size(), static_cast<size_t>(text.capacity) - 1);
  std::memcpy(text.data, message.data(), length);
  text.data[length] = '\0';
}

// After such an error every call of CUDA in this process fails; only running out of memory is left behind.
inline pgt_code code_of(const std::string& message) noexcept {
  const bool lost = message.find("CUDA error") != std::string::npos
      && message.find("out of memory") == std::string::npos;
  return lost ? PGT_DEVICE_LOST : PGT_FAILED;
}

template <typename Action>
int32_t guarded(pgt_text text, Action action) noexcept {
  try {
    return action();
  } catch (const std::bad_alloc&) {
    write(text, "out of memory");
    return PGT_MEMORY;
  } catch (const c10::Error& failure) {
    // Without the addresses of the C++ stack, which tell an operator nothing.
    write(text, failure.what_without_backtrace());
    return code_of(failure.what_without_backtrace());
  } catch (const std::exception& failure) {
    write(text, failure.what());
    return code_of(failure.what());
  } catch (...) {
    write(text, "libtorch threw something that is no exception");
    return PGT_FAILED;
  }
}

}  // namespace pgt

#endif
