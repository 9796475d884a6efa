#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include "base/utf8.h"

namespace lienthong::feel::utf8 {

using lienthong::utf8::append;
using lienthong::utf8::begins;
using lienthong::utf8::first_characters;
using lienthong::utf8::length;
using lienthong::utf8::next;
std::vector<char32_t> decode(std::string_view);
std::string encode(const char32_t* begin, const char32_t* end);
std::string upper(std::string_view);
std::string lower(std::string_view);
char32_t upper(char32_t);  ///< itself when it has no single capital
char32_t lower(char32_t);
std::string_view category(char32_t);  ///< Unicode general category: "Lu", "Nd", …
bool is_space(char32_t);              ///< FEEL grammar rule 61 and 62
bool is_name_start(char32_t);         ///< FEEL grammar rule 28
bool is_name_part(char32_t);          ///< FEEL grammar rule 29

}  // namespace lienthong::feel::utf8
