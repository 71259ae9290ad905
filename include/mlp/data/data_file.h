#pragma once
// Reading a data file as a whole, decompressed where it is gzip (told by its first bytes, not by its name).

#include <filesystem>
#include <string>
#include <string_view>

namespace mlp {

/// The file's bytes. Throws InputError, naming the file, where it is missing (with the nearest name of its folder), a
/// folder, unreadable, larger than the memory, damaged gzip, or foreign.
std::string read_data_file(const std::filesystem::path& path);

/// Throws InputError, with the nearest name of its folder, where there is no such file.
void require_data_file(const std::filesystem::path& path);

/// The same for a file that `option` of a source names, which is then to blame (misfit.h). An empty path names none.
void require_data_file(const std::filesystem::path& path, const std::string& option);

/// Throws InputError where a file starts as those do that are not read whatever they hold: compressed in another way
/// than by gzip, or text of another encoding than UTF-8. `name` is for messages.
void refuse_foreign_file(std::string_view start, const std::string& name);

/// True for the first bytes of a gzip file.
bool is_gzip(std::string_view bytes);

/// The content of a gzip file, given its bytes; several members, one after the other, count as one. `name` is for
/// messages.
std::string gunzipped(const std::string& compressed, const std::string& name);

}  // namespace mlp
