#pragma once
#include <span>
#include <string>
#include <string_view>

namespace lienthong {

/// How many characters must be typed, left out, replaced or swapped with their neighbour to make one text of
/// the other, the case of ASCII letters left aside.
std::size_t distance(std::string_view, std::string_view);
/// The known name that a misspelt one may mean, a third of its characters being wrong at most; empty: none.
std::string_view nearest(std::string_view misspelt, std::span<const std::string_view> known);
/// The same where something is refused because of it, so that hardly a slip is believed: none in names of up
/// to three letters, which are too often near another, one in shorter ones than eight, else two.
std::string_view surely_meant(std::string_view misspelt, std::span<const std::string_view> known);
/// ": do you mean offset?", or nothing where there is no such name.
std::string do_you_mean(std::string_view misspelt, std::span<const std::string_view> known);

}  // namespace lienthong
