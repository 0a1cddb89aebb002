// SPDX-License-Identifier: Apache-2.0
#pragma once

// A host sets what may be set in one header of its own, found on the include path, so that every
// translation unit agrees.
#if __has_include(<telltale_config.hpp>)
#include <telltale_config.hpp>
#endif

#include <telltale/version.hpp>

// TELLTALE_EXPECTS(condition): what a caller promised. A broken promise is the caller's bug; data
// can never break one. Never throws. A host replaces it in telltale_config.hpp and then also
// defines TELLTALE_EXPECTS_NAME, a word that joins the name of the inline namespace, so that
// differently built objects never share an inline function.
#ifndef TELLTALE_EXPECTS
#ifdef NDEBUG
#define TELLTALE_EXPECTS(condition) static_cast<void>(0)
#define TELLTALE_EXPECTS_NAME plain
#else
#define TELLTALE_EXPECTS(condition) ((condition) ? static_cast<void>(0) : __builtin_trap())
#define TELLTALE_EXPECTS_NAME checked
#endif
#endif

#ifndef TELLTALE_EXPECTS_NAME
#error \
    "telltale: a telltale_config.hpp that defines TELLTALE_EXPECTS also defines TELLTALE_EXPECTS_NAME"
#endif

// TELLTALE_FORCE_SCALAR: batch kernels run their plain C++ alone, whatever the machine has.
#ifdef TELLTALE_FORCE_SCALAR
#define TELLTALE_KERNELS_NAME scalar
#else
#define TELLTALE_KERNELS_NAME vector
#endif

#define TELLTALE_JOIN_(a, b, c) a##_##b##_##c
#define TELLTALE_JOIN(a, b, c) TELLTALE_JOIN_(a, b, c)
/// The inline namespace: version and settings.
#define TELLTALE_ABI TELLTALE_JOIN(v0_1, TELLTALE_EXPECTS_NAME, TELLTALE_KERNELS_NAME)
