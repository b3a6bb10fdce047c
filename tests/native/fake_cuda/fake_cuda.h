// What the CUDA double offers beside the driver's own functions, which tests find by their names.
#pragma once

#include <cstddef>

extern "C" {

// Work for a stream: runs when the stream is synchronised, or each time that a graph into which it was captured is
// launched. The kernel answers a CUresult; the argument is released when nothing can run it any more.
int fake_cuda_launch(void* stream, int (*kernel)(void*), void* argument, void (*release)(void*));

// Whether the calling thread has a current context.
int fake_cuda_has_context(void);
int fake_cuda_is_device_memory(void const* address, size_t bytes);

// One line for each misuse; none for a program that is in order.
void fake_cuda_complain(char const* text);
char const* fake_cuda_complaints(void);

// Contexts, allocations, registrations, streams and graphs that were not given back.
long fake_cuda_live(void);
long fake_cuda_calls(char const* function);
long fake_cuda_context_flags(void);

// The call of a function after `skip` more answers this CUresult; those of a broken device stay.
void fake_cuda_fail(char const* function, int skip, int result);
void fake_cuda_set_devices(int count);
}
