#pragma once
/// How a training is getting on: callbacks for `fit`.

#include <trilobite/io/text.hpp>
#include <trilobite/training/fit.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <ostream>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

namespace trilobite {

/// The width of the terminal that the standard output is; 0 where it is none.
inline std::size_t terminal_columns() {
    if (isatty(STDOUT_FILENO) == 0)
        return 0;
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return known ? size.ws_col : 80;
}

/// Writes a line for every epoch and, on a terminal, below them a bar that is redrawn in place while an epoch lasts:
///
///     progress shown(20);
///     fit<128>(net, cost, optimizer, data, validation, {.epochs = 20}, shown.on_batch(), shown.on_epoch());
///
/// Its clock starts when it is made, and it must outlive the training.
class progress {
public:
    /// Writes to the standard output. epochs: that the training will last.
    explicit progress(std::size_t epochs) : progress(epochs, std::cout, terminal_columns()) {}

    /// Writes to a stream. columns: the width of the terminal to draw the bar on; 0 means lines only.
    progress(std::size_t epochs, std::ostream& out, std::size_t columns = 0)
        : epochs_(epochs), out_(out), columns_(columns) {}

    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    auto on_batch() {
        return trilobite::on_batch([this](const auto& report) {
            if (columns_ != 0)
                redraw(report);
        });
    }
    auto on_epoch() {
        return trilobite::on_epoch([this](const auto& report) { write_line(report.record); });
    }

private:
    using clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds between_drawings{50};
    static constexpr std::size_t widest_bar = 30, narrowest_bar = 5;

    static double seconds(clock::duration d) { return std::chrono::duration<double>(d).count(); }

    /// Minutes and seconds, and hours if there are any.
    static std::string clock_text(double duration) {
        const auto all = static_cast<std::size_t>(duration + 0.5);
        const auto two_digits = [](std::size_t n) { return std::string(n < 10 ? "0" : "").append(std::to_string(n)); };
        if (all < 3600)
            return std::to_string(all / 60) + ":" + two_digits(all % 60);
        return std::to_string(all / 3600) + ":" + two_digits(all / 60 % 60) + ":" + two_digits(all % 60);
    }

    std::string epoch_text(std::size_t epoch) const {
        return "epoch " + text::right(std::to_string(epoch), 3) + "/" + std::to_string(epochs_);
    }

    template <class T>
    static std::string metrics_text(const metrics<T>& m) {
        return "cost " + text::fixed(static_cast<double>(m.cost), 4) + "  accuracy " +
               text::fixed(static_cast<double>(m.accuracy), 4);
    }

    template <class T>
    void redraw(const batch_report<T>& report) {
        const auto now = clock::now();
        if (first_epoch_ == 0)
            first_epoch_ = report.epoch; // of a training that is resumed, a later one
        if (now - drawn_ < between_drawings)
            return;
        drawn_ = now;

        const double done = static_cast<double>(report.samples) / static_cast<double>(report.all_samples);
        const double epochs_done = static_cast<double>(report.epoch - first_epoch_) + done;
        const double left_over = static_cast<double>(epochs_ - first_epoch_ + 1) - epochs_done;
        const double rate = static_cast<double>(report.samples) / seconds(now - epoch_began_);
        const std::string head = epoch_text(report.epoch) + " ";
        const std::string tail =
            std::string(" ") + text::right(text::grouped(report.samples), text::grouped(report.all_samples).size()) +
            "/" + text::grouped(report.all_samples) + "  " + text::grouped(static_cast<std::size_t>(rate)) + "/s  " +
            clock_text(seconds(now - began_) / epochs_done * left_over) + " left  " + metrics_text(report.training);

        // The last column stays free: some terminals begin a new line when it is written to.
        const std::size_t taken = head.size() + tail.size() + 3;
        const std::size_t width = columns_ > taken ? std::min(columns_ - taken, widest_bar) : 0;
        std::string bar;
        if (width >= narrowest_bar) {
            bar.append("[").append(static_cast<std::size_t>(done * static_cast<double>(width)), '=');
            bar.append(width + 1 - bar.size(), ' ').append("]");
        }
        out_ << '\r' << (head + bar + tail).substr(0, columns_ - 1) << erase_the_rest << std::flush;
    }

    template <class T>
    void write_line(const epoch_record<T>& record) {
        const auto now = clock::now();
        std::string line = epoch_text(record.epoch) + "  " + metrics_text(record.training);
        if (record.validated)
            line += "  validation " + metrics_text(record.validation);
        line += "  " + text::fixed(seconds(now - epoch_began_), 2) + " s";
        if (columns_ != 0)
            out_ << '\r' << line << erase_the_rest << std::endl;
        else
            out_ << line << std::endl;
        epoch_began_ = now;
    }

    static constexpr const char* erase_the_rest = "\x1b[K";

    std::size_t epochs_;
    std::ostream& out_;
    std::size_t columns_;
    std::size_t first_epoch_ = 0;
    clock::time_point began_ = clock::now();
    clock::time_point epoch_began_ = began_;
    clock::time_point drawn_{};
};

}
