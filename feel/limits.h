#pragma once
#include <cstddef>
#include <cstdint>

/// What one expression may cost. Expressions are written by anybody who may deploy a model, so each budget
/// has an end; passing one while compiling is a SyntaxError, while evaluating an EvaluationError.
namespace lienthong::feel {

inline constexpr std::size_t text_length_max =
    256 * 1024;                        ///< bytes; the longest real decision table cell is far below
inline constexpr int depth_max = 256;  ///< nesting of syntax and of evaluation: bounds the stack
inline constexpr std::size_t iterators_max = 32;     ///< of one loop: they nest, too
inline constexpr std::size_t steps_max = 1'000'000;  ///< about a tenth of a second
inline constexpr std::size_t produced_bytes_max =
    32 * 1024 * 1024;                                ///< text and list elements made during one evaluation
inline constexpr int value_depth_max = 128;          ///< nesting of a result
inline constexpr std::size_t diagnostics_max = 100;  ///< later ones are not kept
inline constexpr std::size_t regex_program_max = 5'000;  ///< instructions after repetitions are written out
inline constexpr int scale_min = -6'111,
                     scale_max = 6'176;  ///< of the rounding functions: decimal128's range

}  // namespace lienthong::feel
