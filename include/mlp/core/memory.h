#pragma once
// The one estimator of memory: requests that cannot be met are refused, by name, before anything is allocated; and
// large pages for large arrays.

#include <cstddef>
#include <cstdint>
#include <string>

namespace mlp {

/// Bytes that this process could still get: the machine's available memory, or what its control group allows.
std::uint64_t available_memory();

/// Highest resident memory of this process so far, in bytes.
std::uint64_t peak_memory();

/// a·b and a+b, or the largest 64-bit number where that overflows: an estimate may be absurd, never small by accident.
std::uint64_t saturating_product(std::uint64_t a, std::uint64_t b);
std::uint64_t saturating_sum(std::uint64_t a, std::uint64_t b);

/// Asks for large pages in an array that is filled next: each page costs a visit of the operating system when it is
/// first touched, and one of 2 MiB hardly more than one of 4 KiB. Nothing but the time changes; small arrays are left
/// alone.
void prefer_large_pages(void* memory, std::size_t bytes);

/// Gives a text a new size; where it grows much, in large pages, which are asked for before they are touched.
void resize_in_large_pages(std::string& bytes, std::size_t size);

/// "1.5 GiB"
std::string readable_bytes(std::uint64_t bytes);

/// Throws InputError "WHAT would need 12 TiB; 23 GiB are available. REMEDY" where `bytes` is more than can be had.
void require_memory(std::uint64_t bytes, const std::string& what, const std::string& remedy);

}  // namespace mlp
