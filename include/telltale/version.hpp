// SPDX-License-Identifier: Apache-2.0
#pragma once

// The one place that holds the version: CMake, vcpkg and Conan read it from here.
#define TELLTALE_VERSION_MAJOR 0
#define TELLTALE_VERSION_MINOR 1
#define TELLTALE_VERSION_PATCH 0
#define TELLTALE_VERSION "0.1.0"
