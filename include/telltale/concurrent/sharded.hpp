// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/concurrent/columns.hpp>
#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::concurrent {

/// One state that many threads write and any thread reads, while they write. Each writer has a
/// shard of its own: a buffer of 256 rows, and a state that a full buffer goes to. A read merges
/// what the shards hold into the whole.
///
///     sharded<binary_performance, binary_columns<>> counts;
///     auto mine = counts.make_writer();  // one a thread
///     mine.update(score, truth);
///     ... counts.read() ...              // from any thread
///
/// Writers    wait-free: a row is a store into the shard's own memory; each 256 rows the batch
///            kernels, behind three atomic exchanges at most. No writer waits for a reader or for
///            another writer, none allocates, and there may be any number of them, at any time
/// A read     sees all rows of all full buffers, of each shard the first ones that it was given; it
///            may wait for a writer that is in the middle of its 256 rows. `pending()` more rows
///            wait in buffers, at most 255 a writer. Readers take turns
/// A writer   that ends hands in what its buffer holds; its shard is given to the next one that
///            starts. Of one that dies without, all but the buffer is there
/// Merging    exact for counts; sums of doubles are what their merge makes of the parts, which
///            depend on when the reads were
/// Size       two states and a buffer a writer, and the whole
///
/// Requires: columns as concurrent/columns.hpp has them; the state's batch `update` and `merge`
/// neither throw nor allocate.
template <mergeable State, class Columns>
class sharded {
  // A state that whoever comes first holds: the writer for the rows of a buffer, or a reader to
  // carry it away.
  struct slot {
    std::atomic<bool> held{false};
    State state;

    explicit slot(const State& empty) : state(empty) {}
    [[nodiscard]] bool take() noexcept { return !held.exchange(true); }
    void leave() noexcept { held.store(false); }
  };
  // No two shards in one line of the cache, nor in two that the processor fetches together.
  struct alignas(128) shard {
    slot first;
    slot second;  // where the writer goes when it meets a reader at the first
    std::atomic<bool> handing_in{false};
    std::atomic<std::uint32_t> pending{0};
    Columns columns;
    bool in_use = true;  // behind the lock

    shard(const State& empty, const Columns& kind) : first(empty), second(empty), columns(kind) {}

    // By the writer. A reader that is met at the first and then at the second has begun before the
    // writer said that it hands in, and does not begin again until it has: the first is free.
    void hand_in(std::uint32_t n) noexcept {
      handing_in.store(true);
      slot* free = first.take() ? &first : second.take() ? &second : nullptr;
      if (free == nullptr) {
        const bool taken = first.take();
        TELLTALE_EXPECTS(taken);
        static_cast<void>(taken);
        free = &first;
      }
      free->state.update(columns.batch(n));
      free->leave();
      pending.store(0, std::memory_order_relaxed);
      handing_in.store(false);
    }
    // By one reader at a time. The first before the second: a writer goes to the second only while
    // the first is held, so that what is there came before all that the first is given later.
    void carry_away(State& whole) noexcept {
      while (handing_in.load()) std::this_thread::yield();
      for (slot* s : {&first, &second}) {
        while (!s->take()) std::this_thread::yield();
        whole.merge(s->state);
        s->state.clear();
        s->leave();
      }
    }
  };

public:
  /// `empty`: a state with nothing in it, of the shape that all have; `columns`: a buffer with its
  /// settings.
  explicit sharded(State empty = State{}, Columns columns = {})
      : empty_(std::move(empty)), columns_(std::move(columns)), whole_(empty_) {}
  sharded(const sharded&) = delete;
  sharded& operator=(const sharded&) = delete;

  /// A thread's way in: one thread's at a time. Must end before the `sharded` that it is of.
  class writer {
  public:
    writer(writer&& from) noexcept
        : of_(std::exchange(from.of_, nullptr)), mine_(from.mine_), n_(from.n_) {}
    writer& operator=(writer&&) = delete;
    ~writer() {
      if (of_ == nullptr) return;
      flush();
      const std::lock_guard lock{of_->guard_};
      mine_->in_use = false;
    }

    /// One row, as the columns take it.
    template <class... Row>
    void update(const Row&... row) noexcept {
      mine_->columns.set(n_++, row...);
      if (n_ == Columns::capacity) [[unlikely]]
        flush();
      else
        mine_->pending.store(n_, std::memory_order_relaxed);
    }
    /// Hands in what the buffer holds: a reader sees it from here on.
    void flush() noexcept {
      if (n_ > 0) mine_->hand_in(std::exchange(n_, 0));
    }

  private:
    friend class sharded;
    writer(sharded& of, shard& mine) noexcept : of_(&of), mine_(&mine) {}

    sharded* of_;
    shard* mine_;
    std::uint32_t n_ = 0;
  };

  /// A way in for one more thread. Allocates where no shard is free.
  [[nodiscard]] writer make_writer() {
    const std::lock_guard lock{guard_};
    const auto free = std::find_if(shards_.begin(), shards_.end(),
                                   [](const auto& each) { return !each->in_use; });
    if (free != shards_.end()) {
      (*free)->in_use = true;
      return writer{*this, **free};
    }
    shards_.push_back(std::make_unique<shard>(empty_, columns_));
    return writer{*this, *shards_.back()};
  }

  /// All that the writers have handed in.
  [[nodiscard]] State read() {
    const std::lock_guard lock{guard_};
    gather();
    return whole_;
  }
  /// What they have handed in since the last time that it was taken: a window of its own.
  [[nodiscard]] State take() {
    const std::lock_guard lock{guard_};
    gather();
    return std::exchange(whole_, empty_);
  }

  /// Rows in buffers, which no read has seen.
  [[nodiscard]] std::uint64_t pending() const {
    const std::lock_guard lock{guard_};
    std::uint64_t rows = 0;
    for (const auto& each : shards_) rows += each->pending.load(std::memory_order_relaxed);
    return rows;
  }
  /// Shards that there are: the most writers that there were at once.
  [[nodiscard]] std::size_t shards() const {
    const std::lock_guard lock{guard_};
    return shards_.size();
  }

private:
  void gather() noexcept {
    for (const auto& each : shards_) each->carry_away(whole_);
  }

  State empty_;
  Columns columns_;
  mutable std::mutex guard_;  // of what follows; no writer that writes takes it
  std::vector<std::unique_ptr<shard>> shards_;
  State whole_;
};

}  // namespace telltale::inline TELLTALE_ABI::concurrent
