// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace telltale::inline TELLTALE_ABI {

/// Why something from outside was refused.
enum class errc : std::uint8_t {
  invalid_setting,  ///< a setting out of its range
  invalid_text,     ///< text that cannot be read (a condition, a number)
  unknown_name,     ///< a signal, metric, action or column that does not exist
  invalid_data,     ///< data that a reference cannot be fitted from
  invalid_bytes,    ///< bytes that are not what they say: damaged, cut short, or of another format
};

/// A code and a sentence that names the field and the offending value.
struct error {
  errc code{};
  std::string message;

  friend bool operator==(const error&, const error&) = default;
};

/// The error of a setting that is out of its range.
[[nodiscard]] inline error out_of_range(const std::string& field, const std::string& value,
                                        const std::string& range) {
  return {errc::invalid_setting, field + ": " + value + " is not in " + range};
}

/// A `T`, or the reason why there is none. Ours, because `std::expected` would change type with
/// the language version.
template <class T>
class [[nodiscard]] result {
public:
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  result(struct error why) : state_(std::in_place_index<1>, std::move(why)) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// Requires: `has_value()`.
  [[nodiscard]] T& operator*() & noexcept { return *value(); }
  [[nodiscard]] const T& operator*() const& noexcept { return *value(); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(*value()); }
  [[nodiscard]] T* operator->() noexcept { return value(); }
  [[nodiscard]] const T* operator->() const noexcept { return value(); }

  /// Requires: `!has_value()`.
  [[nodiscard]] const struct error& error() const noexcept {
    TELLTALE_EXPECTS(!has_value());
    return *std::get_if<1>(&state_);
  }

private:
  T* value() noexcept {
    TELLTALE_EXPECTS(has_value());
    return std::get_if<0>(&state_);
  }
  const T* value() const noexcept {
    TELLTALE_EXPECTS(has_value());
    return std::get_if<0>(&state_);
  }

  std::variant<T, struct error> state_;
};

}  // namespace telltale::inline TELLTALE_ABI
