#pragma once
#include "tests/tidy/source_tree.h"

namespace tidy {

using Problems = std::vector<std::string>;
using Tree = std::vector<File>;

// Sizes (docs/STYLE.md): a line, a function, a file.
constexpr std::size_t line_columns_max = 110;
constexpr std::size_t function_lines_max = 80;
constexpr std::size_t file_lines_max = 500;

Problems long_lines(const File&);
Problems long_functions(const File&);
Problems long_file(const File&);

/// Includes that run against the layers of docs/ARCHITECTURE.md, and foreign libraries outside their home.
Problems wrong_includes(const File&);
/// Folders of a layer without a library, NEEDS that the layers forbid, includes that NEEDS does not cover.
Problems wrong_libraries(const Tree&);

// The rooms of engine/. A class has so many members, and is defined in so many files, at most.
constexpr std::size_t class_members_max = 40;
constexpr std::size_t class_files_max = 3;
/// Includes that lead up, abstract classes that are no doors, friends.
Problems wrong_rooms(const File&);
Problems crowded_classes(const File&);
Problems scattered_classes(const Tree&);

/// Notes to oneself, empty words in type names, paths of somebody's machine.
Problems banned_words(const File&);

/// What g++ 12 compiles wrongly, or differently from clang.
Problems compiler_traps(const File&);

Problems untitled_page(const File&);
/// Links to files or headings that are not there.
Problems broken_links(const File&, const Tree&);
Problems missing_changelog(const Tree&);

}  // namespace tidy
