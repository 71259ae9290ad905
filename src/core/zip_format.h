#pragma once
// The records of a zip archive, for its reader and its writer.

#include <cstddef>
#include <cstdint>

namespace mlp::zip {

// Every number of an archive is little-endian. The three records start with these:
inline constexpr std::uint32_t local_mark = 0x04034b50, directory_mark = 0x02014b50, end_mark = 0x06054b50;
inline constexpr std::size_t local_size = 30, directory_size = 46, end_size = 22;  // bytes, without names and comments
inline constexpr std::uint64_t limit = 0xFFFFFFFF;  // 32 bits of ones: "see the zip64 record", which is not read
inline constexpr std::uint16_t date_of_1980 = 0x21, utf8_names = 1 << 11, encrypted = 1;

}  // namespace mlp::zip
